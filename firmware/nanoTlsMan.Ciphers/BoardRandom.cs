//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if NANOFRAMEWORK_1_0
using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// The board's random source: <see cref="Random"/>, which on nanoFramework's ESP32 and ChibiOS (STM32, RP2)
    /// firmware reads the hardware generator. It exists for devices only: elsewhere that class is a toy.
    /// </summary>
    /// <remarks>
    /// On an ESP32 the generator is a true one only while radio or bootloader feed it: start the network first. An
    /// emulator or a firmware whose generator is a program's needs a <see cref="RandomSource"/> of its own.
    /// </remarks>
    public sealed class BoardRandom : RandomSource
    {
        /// <inheritdoc/>
        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            // A new object each time: on ChibiOS the constructor starts the generator, which TLS of the firmware stops
            // after its own use, and a stopped one gives zeros.
            byte[] bytes = new byte[count];

            new Random().NextBytes(bytes);
            Array.Copy(bytes, 0, buffer, offset, count);
            Array.Clear(bytes, 0, count);
            return true;
        }
    }
}
#endif
