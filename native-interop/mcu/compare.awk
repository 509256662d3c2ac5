# Compares what was measured (second file) with what is recorded (first file), line by line, within `tolerance` per cent, for each core and stack that was measured.
# Prints what differs, and at the end how many cores and stacks agree and how many do not.
BEGIN { FS = "," }
FNR == 1 { file++; next }
$3 == "version" { next }
{ key = $1 "," $2 "," $3 "," $4 }
file == 1 { recorded[key] = $5; group_of[key] = $1 " " $2; next }

{
    group = $1 " " $2
    groups[group] += 0
    measured[key] = 1

    if (!(key in recorded)) {
        print key ": measured " $5 ", and not recorded"
        groups[group]++
        next
    }

    difference = $5 - recorded[key]
    difference = difference < 0 ? -difference : difference

    if (difference * 100 > recorded[key] * tolerance) {
        print key ": recorded " recorded[key] ", measured " $5
        groups[group]++
    }
}

END {
    for (key in recorded) {
        if ((group_of[key] in groups) && !(key in measured)) {
            print key ": recorded, and no longer measured"
            groups[group_of[key]]++
        }
    }

    for (group in groups) {
        if (groups[group] == 0) agree++
        else differ++
    }

    print agree + 0, differ + 0
}
