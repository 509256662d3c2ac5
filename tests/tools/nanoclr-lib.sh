# What the scripts share that run device code on nanoCLR. To be sourced by bash, with
#   root        the folder of the repository
#   framework   the class library assemblies that are needed, mscorlib first
#   firmware    the assemblies of the firmware folder that are needed, in the order in which they use each other
# It takes from the environment
#   NANOFRAMEWORK_CLR                  a nanoCLR host that takes .pe files as its arguments (nf-interpreter's POSIX test host), or else the nanoclr tool
#   NANOFRAMEWORK_METADATA_PROCESSOR   a command with the options of the metadata processor's console (-loadHints, -parse, -compile)
#   NANOFRAMEWORK_CLASS_LIBRARY        a folder with mscorlib.dll and the other assemblies that $framework names
# Where a host is there and one of the other two is not, its packages are taken, in the versions of contract/NanoFramework.Packages.props, from NuGet's
# folder of packages or our own cache; or they are fetched from NuGet's configured sources, or from the one that NANOTLSMAN_NUGET_SOURCE names.
# shellcheck shell=bash disable=SC2034,SC2154

packages_cache=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}/nanoframework
restore_limit=60
processor_package=nanoFramework.Tools.MetadataProcessor.CLI
processor_name=nanoFramework.Tools.MetadataProcessor
drawing_package=System.Drawing.Common

# Sets library, processor, clr, compiler and work, a folder that is deleted at the end; or says in missing what is not there.
find_nanoclr() {
    library=${NANOFRAMEWORK_CLASS_LIBRARY:-}
    processor=${NANOFRAMEWORK_METADATA_PROCESSOR:-}
    clr=${NANOFRAMEWORK_CLR:-}

    if [ -n "$library" ] && [ ! -r "$library/mscorlib.dll" ]; then
        missing="NANOFRAMEWORK_CLASS_LIBRARY names no folder with nanoFramework's class library"
        return 1
    fi

    # The host first: without one, nothing has to be fetched.
    if [ -z "$clr" ]; then
        if ! command -v nanoclr >/dev/null 2>&1; then
            missing="neither NANOFRAMEWORK_CLR nor the nanoclr tool is there"
            return 1
        fi

        clr="nanoclr run --assemblies"
    fi

    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    [ -n "$library" ] || take_library || return 1
    [ -n "$processor" ] || take_processor || return 1
    library=$(cd "$library" && pwd)
    compiler="dotnet exec $(dotnet --list-sdks | tail -n 1 | sed 's/^\([^ ]*\) \[\(.*\)\]$/\2\/\1/')/Roslyn/bincore/csc.dll"
}

# Prints the version that contract/NanoFramework.Packages.props pins of a package; and the package of an assembly.
version_of() {
    sed -n "s/.*[ <]\(Package\|NanoFrameworkTool Include\)=\"$1\" Version=\"\([^\"]*\)\".*/\2/p" "$root/contract/NanoFramework.Packages.props" | head -n 1
}

package_of() {
    sed -n "s/.*NanoFrameworkAssembly Include=\"$1\" Package=\"\([^\"]*\)\".*/\1/p" "$root/contract/NanoFramework.Packages.props"
}

# Prints the folder of a package that is here already.
folder_of() {
    local place name
    name=$(echo "$1/$(version_of "$1")" | tr '[:upper:]' '[:lower:]')

    for place in "$packages_cache/packages" "${NUGET_PACKAGES:-$HOME/.nuget/packages}"; do
        # The hash is the last thing that NuGet writes.
        if ls "$place/$name"/*.nupkg.sha512 >/dev/null 2>&1; then
            echo "$place/$name"
            return 0
        fi
    done

    return 1
}

# take_packages PACKAGE...: sees to it that all of them are here. What could not be fetched is not asked for again within the hour, by whatever script.
take_packages() {
    local wanted=() name reason note=$packages_cache/unreachable asked="${NANOTLSMAN_NUGET_SOURCE:-} $*"

    for name in "$@"; do
        folder_of "$name" >/dev/null || wanted+=("$name")
    done

    [ ${#wanted[@]} -gt 0 ] || return 0

    if [ -n "$(find "$note" -mmin -60 2>/dev/null)" ] && [ "$(sed -n 1p "$note")" = "$asked" ]; then
        missing=$(sed -n 2p "$note")
        return 1
    fi

    mkdir -p "$packages_cache/packages" "$work/restore" || { missing="$packages_cache cannot be written"; return 1; }

    {
        # Names are looked up in the folder that a project lies in and above: this one is alone.
        echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
        for name in "${wanted[@]}"; do
            echo "<PackageDownload Include=\"$name\" Version=\"[$(version_of "$name")]\" />"
        done
        echo '</ItemGroup></Project>'
    } >"$work/restore/packages.csproj"

    timeout "$restore_limit" dotnet restore "$work/restore/packages.csproj" --packages "$packages_cache/packages" \
        ${NANOTLSMAN_NUGET_SOURCE:+--source "$NANOTLSMAN_NUGET_SOURCE"} >"$work/restore.log" 2>&1

    case $? in
        0)
            rm -f "$note"
            return 0
            ;;
        124)
            reason="no answer within $restore_limit s"
            ;;
        *)
            reason=$(sed -n 's/.*error \(NU[0-9]*: .*\)/\1/p' "$work/restore.log" | sed 's/\. .*//' | head -n 1)
            ;;
    esac

    missing="not to be had from NuGet: ${wanted[*]} (${reason:-$(tail -n 1 "$work/restore.log")})"
    printf '%s\n%s\n' "$asked" "$missing" >"$note"
    return 1
}

take_library() {
    local packages=() name
    mapfile -t packages < <(for name in $framework; do package_of "$name"; done | sort -u)
    take_packages "${packages[@]}" || { missing="NANOFRAMEWORK_CLASS_LIBRARY is not set, and the packages are $missing"; return 1; }
    mkdir "$work/library"

    # What is for the PC, the test framework's adapter, has a folder of its own.
    for name in "${packages[@]}"; do
        find "$(folder_of "$name")/lib" \( -name '*.dll' -o -name '*.exe' \) -not -path '*/net4*' -exec cp {} "$work/library/" \; || return 1
    done

    library=$work/library
}

# A console program for .NET Framework: mono runs it, and so does .NET where it is told to and given the one library that it lacks.
take_processor() {
    local folder program
    take_packages "$processor_package" || { missing="NANOFRAMEWORK_METADATA_PROCESSOR is not set, and its package is $missing"; return 1; }
    program=$(find "$(folder_of "$processor_package")" -name "$processor_name.exe" | head -n 1)

    if [ -z "$program" ]; then
        missing="the package $processor_package holds no $processor_name.exe"
        return 1
    fi

    if command -v mono >/dev/null 2>&1; then
        processor="mono $program"
    else
        take_packages "$drawing_package" || { missing="the metadata processor needs $drawing_package, which is $missing"; return 1; }
        folder=$work/processor
        mkdir "$folder" && cp "$(dirname "$program")"/* "$(folder_of "$drawing_package")/lib/net8.0/$drawing_package.dll" "$folder/" || return 1
        echo '{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"},"rollForward":"LatestMajor"}}' \
            >"$folder/$processor_name.runtimeconfig.json"
        # Types are ordered by name as a developer's machine compares them: without a culture, tables and checksums were others.
        processor="env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 LC_ALL=en_US.UTF-8 dotnet exec $folder/$processor_name.exe"
    fi

    if ! $processor -parse "$library/mscorlib.dll" -compile "$work/mscorlib.pe" true >"$work/processor.log" 2>&1 || [ ! -s "$work/mscorlib.pe" ]; then
        missing="the metadata processor from NuGet does not run here ($(sed -n 's/^Unhandled exception. //p' "$work/processor.log" | tail -n 1))"
        return 1
    fi
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
