//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Where an application keeps what outlives a restart: a file, a page of flash, memory that a deep sleep leaves
    /// alone. What is kept is sealed, so that the store need not be secret; but it has to be the only one: whoever can
    /// put the whole store back to an earlier state can open a session twice.
    /// </summary>
    /// <remarks>
    /// A saved session takes two names, its own and one that ends with <see cref="MarkSuffix"/>. The mark is 4 bytes
    /// and tells which saved states must not be opened any more; it stays when the session is gone. An exception of the
    /// store is told as <see cref="TlsErrorCause.StoreFailed"/>. One thread at a time calls it.
    /// </remarks>
    /// <example>
    /// <code>
    /// public override void Write(string name, byte[] content)
    /// {
    ///     // LittleFS: a file has its old content until it is closed.
    ///     File.WriteAllBytes("I:\\" + name, content);
    /// }
    /// </code>
    /// </example>
    public abstract class SavedSessionStore
    {
        /// <summary>
        /// What the name of a session's mark ends with.
        /// </summary>
        public const string MarkSuffix = ".mark";

        /// <summary>
        /// Keeps content under a name, in place of what was there. When it returns, the content outlives a power cut; a
        /// power cut before leaves the old content or the new one, whole.
        /// </summary>
        /// <param name="name">The name.</param>
        /// <param name="content">The content.</param>
        public abstract void Write(string name, byte[] content);

        /// <summary>
        /// Gets what was written under a name. It stays where it is.
        /// </summary>
        /// <param name="name">The name.</param>
        /// <returns>The content, or <see langword="null"/> if there is none.</returns>
        public abstract byte[] Read(string name);

        /// <summary>
        /// Forgets what was written under a name; nothing is done if there is nothing.
        /// </summary>
        /// <param name="name">The name.</param>
        public abstract void Erase(string name);
    }
}
