# What the scripts share that run device code on nanoCLR. To be sourced by bash, with
#   root        the folder of the repository
#   framework   the class library assemblies that are needed, mscorlib first
#   firmware    the assemblies of the firmware folder that are needed, in the order in which they use each other
# It takes from the environment
#   NANOFRAMEWORK_CLR                  a nanoCLR host that takes .pe files as its arguments (nf-interpreter's POSIX test host), or else the nanoclr tool
#   NANOFRAMEWORK_METADATA_PROCESSOR   a command with the options of the metadata processor's console (-loadHints, -parse, -compile)
#   NANOFRAMEWORK_CLASS_LIBRARY        a folder with mscorlib.dll and the other assemblies that $framework names
# shellcheck shell=bash disable=SC2034,SC2154

# Sets library, processor, clr, compiler and work, a folder that is deleted at the end; or says in missing what is not there.
find_nanoclr() {
    library=${NANOFRAMEWORK_CLASS_LIBRARY:-}
    processor=${NANOFRAMEWORK_METADATA_PROCESSOR:-}
    clr=${NANOFRAMEWORK_CLR:-}

    if [ -z "$library" ] || [ ! -r "$library/mscorlib.dll" ]; then
        missing="NANOFRAMEWORK_CLASS_LIBRARY names no folder with nanoFramework's class library"
        return 1
    fi

    if [ -z "$processor" ]; then
        missing="NANOFRAMEWORK_METADATA_PROCESSOR names no metadata processor"
        return 1
    fi

    if [ -z "$clr" ]; then
        if ! command -v nanoclr >/dev/null 2>&1; then
            missing="neither NANOFRAMEWORK_CLR nor the nanoclr tool is there"
            return 1
        fi

        clr="nanoclr run --assemblies"
    fi

    library=$(cd "$library" && pwd)
    compiler="dotnet exec $(dotnet --list-sdks | tail -n 1 | sed 's/^\([^ ]*\) \[\(.*\)\]$/\2\/\1/')/Roslyn/bincore/csc.dll"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
}

# Turns an assembly into a .pe beside it. The metadata processor reads its options from left to right: what an assembly needs comes before it.
to_pe() {
    local name hints=()

    for name in $framework $firmware; do
        hints+=(-loadHints "$name" "$work/$name.dll")
    done

    $processor "${hints[@]}" -parse "$1" -compile "${1%.*}.pe" false >"$work/processor.log" 2>&1 || { cat "$work/processor.log"; return 1; }
    [ -s "${1%.*}.pe" ]
}

# Builds the firmware against the class library, and turns both into .pe files.
prepare_nanoclr() {
    local name

    for name in $framework; do
        cp "$library/$name.dll" "$work/" || return 1
    done

    for name in $firmware; do
        dotnet build "$root/firmware/$name/$name.csproj" -f netnano1.0 -c Release -p:NanoFrameworkClassLibrary="$library" -v quiet -nologo >"$work/build.log" 2>&1 \
            || { cat "$work/build.log"; return 1; }
        cp "$root/firmware/$name/bin/classlib/Release/netnano1.0/$name.dll" "$work/" || return 1
    done

    for name in $framework $firmware; do
        to_pe "$work/$name.dll" || return 1
    done
}

# compile_device FILE KIND OPTION-OR-SOURCE...: compiles device sources against all of that, KIND being library or exe, and makes the .pe.
compile_device() {
    local file=$1 kind=$2 references=() name
    shift 2

    for name in $framework $firmware; do
        references+=("-r:$work/$name.dll")
    done

    $compiler -noconfig -nostdlib+ -nologo -optimize+ -langversion:9 -runtimemetadataversion:v4.0.30319 -d:NANOFRAMEWORK_1_0 -nowarn:1701 \
        "-target:$kind" "-out:$work/$file" "${references[@]}" "$@" && to_pe "$work/$file"
}

# run_nanoclr HOST SECONDS ASSEMBLY...: runs assemblies, without their extensions, in the order in which they use each other.
run_nanoclr() {
    local host=$1 limit=$2 images=() name
    shift 2

    for name in "$@"; do
        images+=("$name.pe")
    done

    (cd "$work" && timeout "$limit" $host "${images[@]}") 2>&1
}
