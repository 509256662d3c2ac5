//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The key and a signature of RFC 6979, appendix A.2.6.
    /// </summary>
    internal static class P384Vectors
    {
        /// <summary>The public key.</summary>
        internal const string PublicKey = "04" + X + Y;

        /// <summary>The signature of "sample".</summary>
        internal const string Signature = "3066023100" + R + "023100" + S;

        /// <summary>Its x.</summary>
        internal const string X =
            "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13";

        /// <summary>Its y.</summary>
        internal const string Y =
            "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720";

        /// <summary>Its r.</summary>
        internal const string R =
            "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46";

        /// <summary>Its s.</summary>
        internal const string S =
            "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8";
    }
}
