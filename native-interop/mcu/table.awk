# The table of boards/mps2-an386/README.md from measurements.csv.
BEGIN {
    FS = ","
    size_count = split("core adapter ciphers stack libc", size_parts, " ")
    session_count = split("handshake handshake_longest_call record_sealed record_opened heap_peak heap_open handshake_stack record_stack", session_quantities, " ")
    calculation_count = split("calculation calculation_stack calculation_heap", calculation_quantities, " ")
    names["cortex-m4"] = "Cortex-M4"
    names["cortex-m0plus"] = "Cortex-M0+"
}

function grouped(number,   text, result)
{
    text = sprintf("%d", number)
    result = ""
    while (length(text) > 3) {
        result = "," substr(text, length(text) - 2) result
        text = substr(text, 1, length(text) - 3)
    }
    return text result
}

FNR == 1 { next }

$3 == "version" {
    versions[++version_count] = $4 == "library" ? $2 " " $5 : $4 " " $5
    next
}

{
    if (!(($1, $2) in seen)) {
        seen[$1, $2] = 1
        if (!($1 in stack_count)) cores[++core_count] = $1
        stacks[$1, ++stack_count[$1]] = $2
    }

    value[$1, $2, $3, $4] = $5

    if ($3 != "image" && !(($1, $2, $3) in listed)) {
        listed[$1, $2, $3] = 1
        scopes[$1, $2, ++scope_count[$1, $2]] = $3
    }
}

END {
    printf "Measured with"
    for (i = 1; i <= version_count; i++) printf "%s %s", (i == 1 ? "" : ","), versions[i]
    print "."

    for (c = 1; c <= core_count; c++) {
        core = cores[c]
        print "\n### " names[core] ": flash and RAM of the image, in bytes\n"
        print "| Stack | Core | Adapter | Core and adapter | Cipher services | Library | newlib, libgcc | Static RAM |"
        print "|---|--:|--:|--:|--:|--:|--:|--:|"

        for (s = 1; s <= stack_count[core]; s++) {
            stack = stacks[core, s]
            ours = value[core, stack, "image", "flash_core"] + value[core, stack, "image", "flash_adapter"]
            ram = 0
            for (i = 1; i < size_count; i++) ram += value[core, stack, "image", "ram_" size_parts[i]]
            printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", stack, grouped(value[core, stack, "image", "flash_core"]), grouped(value[core, stack, "image", "flash_adapter"]), \
                grouped(ours), grouped(value[core, stack, "image", "flash_ciphers"]), grouped(value[core, stack, "image", "flash_stack"]), \
                grouped(value[core, stack, "image", "flash_libc"]), grouped(ram)
        }

        print "\n### " names[core] ": one session, in instructions and bytes\n"
        print "| Stack | Session | Handshake | Longest call | 64 B sealed | 64 B opened | Heap, peak | Heap, open | Stack, handshake | Stack, record |"
        print "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"

        for (s = 1; s <= stack_count[core]; s++) {
            stack = stacks[core, s]
            for (n = 1; n <= scope_count[core, stack]; n++) {
                scope = scopes[core, stack, n]
                if ((core, stack, scope, "calculation") in value) continue
                printf "| %s | %s |", stack, scope
                for (i = 1; i <= session_count; i++) printf " %s |", grouped(value[core, stack, scope, session_quantities[i]])
                print ""
            }
        }

        print "\n### " names[core] ": one calculation on a curve, in instructions and bytes\n"
        print "| Stack | Calculation | Instructions | Stack | Heap, peak |"
        print "|---|---|--:|--:|--:|"

        for (s = 1; s <= stack_count[core]; s++) {
            stack = stacks[core, s]
            for (n = 1; n <= scope_count[core, stack]; n++) {
                scope = scopes[core, stack, n]
                if (!((core, stack, scope, "calculation") in value)) continue
                printf "| %s | %s |", stack, scope
                for (i = 1; i <= calculation_count; i++) printf " %s |", grouped(value[core, stack, scope, calculation_quantities[i]])
                print ""
            }
        }
    }
}
