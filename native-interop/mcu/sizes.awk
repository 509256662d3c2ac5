# Reads a linker's map: what is left in the image after section garbage collection, in bytes of flash and RAM, of each part. Space for alignment counts with what
# it follows. With -v each=yes, of each object of ours.

function part(file)
{
    if (file ~ /libtlsman_(core|stack_[a-z]*)\.a\((ciphers|curves|nonce|signature)\./) return "ciphers"
    if (file ~ /libtlsman_core\.a/) return "core"
    if (file ~ /libtlsman_stack_/) return "adapter"
    if (file ~ /_built\.a/ || file ~ /libtinydtls\.a/) return "stack"
    if (file ~ /libc_nano\.a|libgcc\.a|libm\.a|libnosys\.a/) return "libc"
    return "harness"
}

function add(size, file)
{
    if (output == ".text" || output == ".ARM.exidx") {
        flash[part(file)] += size
        object[file] += size
    } else if (output == ".data") {
        flash[part(file)] += size
        ram[part(file)] += size
        object[file] += size
    } else if (output == ".bss") {
        ram[part(file)] += size
    }
}

# A number of the form 0x1f; POSIX awk has no function for it.
function hex(text,   i, value)
{
    value = 0
    text = tolower(substr(text, 3))
    for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
    return value
}

/^Linker script and memory map/ { inside = 1; next }
!inside { next }
/^\.[A-Za-z]/ { output = $1; next }
/^ \*fill\*/ { add(hex($3), last); next }
/^ (\.[A-Za-z_]|COMMON)/ {
    if (NF == 1) { long = 1; next }
    last = $4
    add(hex($3), last)
    long = 0
    next
}
long && /^ +0x/ { last = $3; add(hex($2), last); long = 0; next }
{ long = 0 }

END {
    if (each == "yes") {
        for (file in object) if (part(file) ~ /core|adapter|ciphers/) {
            name = file
            sub(/.*\//, "", name)
            print object[file], part(file), name | "sort -rn"
        }
        exit
    }
    count = split("core adapter ciphers stack libc", parts, " ")
    for (i = 1; i <= count; i++) print "image,flash_" parts[i] "," flash[parts[i]] + 0
    for (i = 1; i <= 4; i++) print "image,ram_" parts[i] "," ram[parts[i]] + 0
}
