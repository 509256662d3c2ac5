#!/bin/sh
# Writes the API reference as a web site, from the XML comments of the public firmware assemblies.
#
#   docs/reference/make.sh           into docs/reference/obj/site
#   docs/reference/make.sh FOLDER    into this folder
#
# Needs the .NET 10 SDK; docfx comes from NuGet, in the version of .config/dotnet-tools.json. nanoTlsMan.Native is not
# in it: programs do not call it.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$here/../..
site=${1:-$here/obj/site}

case $site in
    -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
    /*) ;;
    *) site=$PWD/$site ;;
esac

cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# As the contract lane compiles them: what a board's program sees.
for project in firmware/nanoTlsMan*/*.csproj; do
    dotnet build "$project" -f netnano1.0 -c Release -v quiet -nologo
done

# mscorlib is left out of the references in docfx.json, for docfx compiles against .NET's own. What a type that is gone
# has left behind would be shown.
rm -rf "$here/obj/api"
dotnet tool restore >/dev/null
dotnet docfx "$here/docfx.json" --warningsAsErrors --logLevel Warning --output "$site"
echo "The reference is at $site/index.html"
