//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// Headers, in the order in which they came.
    /// </summary>
    internal sealed class HttpHeaderList
    {
        private readonly ArrayList _names = new ArrayList();
        private readonly ArrayList _values = new ArrayList();

        /// <summary>
        /// Gets how many there are.
        /// </summary>
        public int Count
        {
            get { return _names.Count; }
        }

        /// <summary>
        /// Gets the name of a header.
        /// </summary>
        /// <param name="index">Which one.</param>
        /// <returns>Its name.</returns>
        public string GetName(int index)
        {
            return (string)_names[index];
        }

        /// <summary>
        /// Gets the value of a header.
        /// </summary>
        /// <param name="index">Which one.</param>
        /// <returns>Its value.</returns>
        public string GetValue(int index)
        {
            return (string)_values[index];
        }

        /// <summary>
        /// Adds a header.
        /// </summary>
        /// <param name="name">Its name.</param>
        /// <param name="value">Its value.</param>
        public void Add(string name, string value)
        {
            _names.Add(name);
            _values.Add(value);
        }

        /// <summary>
        /// Finds a header, and those of the same name, whose values go into one list (RFC 9110, section 5.3).
        /// </summary>
        /// <param name="name">Its name, in small letters.</param>
        /// <returns>The values, in small letters, with commas between them; <see langword="null"/> if there is
        /// none.</returns>
        public string Find(string name)
        {
            string found = null;

            for (int i = 0; i < Count; i++)
            {
                if (GetName(i).ToLower() == name)
                {
                    string value = GetValue(i).ToLower();

                    found = found == null ? value : found + "," + value;
                }
            }

            return found;
        }
    }
}
