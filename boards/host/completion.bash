# Completion of the tlsman command for bash: source this file. The command itself knows what fits; System.CommandLine
# answers '[suggest:POSITION] LINE', where the line is what follows the command's name.
_tlsman()
{
    local line=${COMP_LINE#* }
    local point=$((COMP_POINT - ${#COMP_LINE} + ${#line}))

    mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null)
}

# File names where nothing of its own fits.
complete -o default -F _tlsman tlsman ./tlsman
