//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// Reads a temperature sensor.
    /// </summary>
    /// <returns>Tenths of a degree Celsius.</returns>
    public delegate int TemperatureReader();
}
