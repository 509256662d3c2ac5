#!/bin/bash
# Packs each assembly of firmware as a NuGet package, from what nanoFramework's project system or metadata processor has made of it.
#
#   tools/pack.sh [--binaries FOLDER] [--output FOLDER] [--version VERSION]
#
#   --binaries   holds NAME.dll, .pdb, .pdbx, .pe and .xml of each assembly; by default they are looked for in firmware/NAME/bin/Release
#   --output     receives the packages; by default artifacts/packages
#   --version    of the packages; by default that of Directory.Build.props
#
# Needs the .NET 10 SDK, and nuget where it is there. Exit codes: 0 done, 1 failed, 2 usage, 3 binaries are missing (each is named).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
binaries=
output=$root/artifacts/packages
version=$(sed -n 's/.*<Version>\(.*\)<\/Version>.*/\1/p' "$root/Directory.Build.props")
extensions="dll pdb pdbx pe xml"

while [ $# -gt 0 ]; do
    case $1 in
        --binaries) binaries=$(cd "${2:?}" && pwd) ;;
        --output) output=${2:?} ;;
        --version) version=${2:?} ;;
        *)
            sed -n '2,/^set /s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
    shift 2
done

missing=0

for nuspec in "$root"/firmware/*/*.nuspec; do
    name=$(basename "$nuspec" .nuspec)

    folder=${binaries:-$(dirname "$nuspec")/bin/Release}
    absent=

    for extension in $extensions; do
        [ -s "$folder/$name.$extension" ] || absent="$absent $name.$extension"
    done

    [ -z "$absent" ] || { echo "pack: not in ${folder#"$root"/}:$absent" >&2; missing=1; }
done

[ $missing = 0 ] || exit 3

# The same layout elsewhere, with nothing in it but what is packed.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$output" "$work/assets"
output=$(cd "$output" && pwd)
cp "$root/LICENSE.md" "$work/"
cp "$root"/assets/* "$work/assets/"

for nuspec in "$root"/firmware/*/*.nuspec; do
    name=$(basename "$nuspec" .nuspec)
    mkdir -p "$work/firmware/$name/bin/Release"
    # NuGet's own names for files have backslashes, which it reads on any system.
    cp "$nuspec" "$work/firmware/$name/"

    for extension in $extensions; do
        cp "${binaries:-$(dirname "$nuspec")/bin/Release}/$name.$extension" "$work/firmware/$name/bin/Release/"
    done
done

# What a firmware must have: computed from the assembly, and written into the .pe by the metadata processor. They must be the same.
native=$work/firmware/nanoTlsMan.Native/bin/Release/nanoTlsMan.Native
checksum=$(cd "$root" && dotnet run --project contract/Tool -v quiet -- native-table "$native.dll" | sed -n 's/^\/\/ checksum //p')
in_pe=$(od -An -tx4 -j20 -N4 "$native.pe" | tr -d ' ' | tr '[:lower:]' '[:upper:]')
native_version=$(sed -n 's/^ *{ \([0-9]*\), \([0-9]*\), \([0-9]*\), \([0-9]*\) }$/\1.\2.\3.\4/p' "$root/native-interop/nanoclr/nanoTlsMan_Native.cpp")

if [ -z "$checksum" ] || [ "$checksum" != "0x$in_pe" ]; then
    echo "pack: the checksum of nanoTlsMan.Native is $checksum, and 0x$in_pe in its .pe" >&2
    exit 1
fi

commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
# Without an address NuGet leaves the repository out.
repository=$(git -C "$root" remote get-url origin 2>/dev/null | grep '^https://' || true)
[ -n "$repository" ] || sed -i '/<projectUrl>/d' "$work"/firmware/*/*.nuspec
properties="version=$version;repository=$repository;commit=$commit;nativeVersion=$native_version;checksum=$checksum"

# Any project lets the SDK pack a .nuspec; this one has nothing of its own.
cat >"$work/pack.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><IncludeBuildOutput>false</IncludeBuildOutput><NoBuild>true</NoBuild></PropertyGroup></Project>
PROJECT
command -v nuget >/dev/null 2>&1 || dotnet restore "$work/pack.csproj" -v quiet >"$work/log" || { cat "$work/log" >&2; exit 1; }

for nuspec in "$work"/firmware/*/*.nuspec; do
    if command -v nuget >/dev/null 2>&1; then
        nuget pack "$nuspec" -NonInteractive -OutputDirectory "$output" -Properties "$properties" >"$work/log" 2>&1
    else
        dotnet pack "$work/pack.csproj" --no-restore -v quiet -nologo -o "$output" "-p:NuspecFile=$nuspec" "-p:NuspecProperties=\"$properties\"" >"$work/log" 2>&1
    fi || { cat "$work/log" >&2; exit 1; }

    echo "$output/$(basename "$nuspec" .nuspec).$version.nupkg"
done
