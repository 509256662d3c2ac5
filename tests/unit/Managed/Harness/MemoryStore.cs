//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A store that outlives the device in a test, whose power can be cut at any of its calls.
    /// </summary>
    internal sealed class MemoryStore : SavedSessionStore
    {
        private readonly ArrayList _names = new ArrayList();
        private readonly ArrayList _contents = new ArrayList();
        private int _calls;
        private bool _isOff;

        /// <summary>At which call, counted from 0, the power is cut; -1 for never.</summary>
        public int CutAt { get; set; } = -1;

        /// <summary>Whether the call that is cut has had its effect.</summary>
        public bool IsCutAfter { get; set; }

        /// <summary>How many calls there were.</summary>
        public int Calls
        {
            get { return _calls; }
        }

        /// <summary>Whether the power is off.</summary>
        public bool IsOff
        {
            get { return _isOff; }
        }

        /// <summary>Switches the power on again, and never cuts it any more.</summary>
        public void SwitchOn()
        {
            _isOff = false;
            CutAt = -1;
        }

        public override void Write(string name, byte[] content)
        {
            bool isCut = Begin();

            if (!isCut || IsCutAfter)
            {
                Put(name, Forge.Slice(content, 0, content.Length));
            }

            End(isCut);
        }

        public override byte[] Read(string name)
        {
            End(Begin());
            return Get(name);
        }

        public override void Erase(string name)
        {
            bool isCut = Begin();

            if (!isCut || IsCutAfter)
            {
                Put(name, null);
            }

            End(isCut);
        }

        /// <summary>Looks at what is there, whatever the power does.</summary>
        public byte[] Get(string name)
        {
            int index = _names.IndexOf(name);

            return index < 0 ? null : (byte[])_contents[index];
        }

        /// <summary>Puts something there behind everybody's back.</summary>
        public void Put(string name, byte[] content)
        {
            int index = _names.IndexOf(name);

            if (index < 0)
            {
                _names.Add(name);
                _contents.Add(content);
            }
            else
            {
                _contents[index] = content;
            }
        }

        private bool Begin()
        {
            if (_isOff)
            {
                throw new InvalidOperationException();
            }

            return _calls++ == CutAt;
        }

        private void End(bool isCut)
        {
            if (isCut)
            {
                _isOff = true;
                throw new InvalidOperationException();
            }
        }
    }
}
