//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace NanoTlsMan.Contract.Signatures
{
    /// <summary>
    /// Holds our reference assemblies against the real class library: whatever ours describe must be there, spelled the
    /// same. The real one may have more.
    /// </summary>
    public static class SignatureComparer
    {
        /// <summary>Compares an assembly of ours with the real one of the same name.</summary>
        /// <param name="own">Our reference assembly.</param>
        /// <param name="real">The real one.</param>
        /// <param name="compared">How many types and members were compared.</param>
        /// <returns>What ours says and the real one does not, a line each.</returns>
        public static List<string> Compare(string own, string real, out int compared)
        {
            using ModuleDefinition ours = Read(own);
            using ModuleDefinition theirs = Read(real);
            var differences = new List<string>();
            int count = 1;
            Version ourVersion = ours.Assembly.Name.Version, theirVersion = theirs.Assembly.Name.Version;
            if (ours.Assembly.Name.Name != theirs.Assembly.Name.Name
                || ourVersion.Major != theirVersion.Major || ourVersion.Minor != theirVersion.Minor)
            {
                differences.Add(
                    $"{ours.Assembly.Name.Name} {ourVersion} is not {theirs.Assembly.Name.Name} {theirVersion}");
            }

            foreach (TypeDefinition type in ours.GetTypes().Where(type => SignatureText.IsVisible(type)))
            {
                TypeDefinition? counterpart = theirs.GetType(type.FullName);
                count++;
                if (counterpart is null || !SignatureText.IsVisible(counterpart))
                {
                    differences.Add("type " + type.FullName + " does not exist");
                    continue;
                }

                foreach (string line in SignatureText.Of(type).Except(SignatureText.Of(counterpart)))
                {
                    differences.Add(type.FullName + ": " + line);
                }

                count += SignatureText.Of(type).Count();
            }

            compared = count;
            return differences;
        }

        private static ModuleDefinition Read(string path) =>
            ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(path)));
    }
}
