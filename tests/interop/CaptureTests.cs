//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// The key log, against Wireshark.
/// </summary>
public class CaptureTests
{
    [SkippableFact]
    public void TsharkDecryptsACaptureWithOurKeyLog()
    {
        Skip.IfNot(ChildProcess.IsInstalled("tshark"), "tshark is not installed");

        DirectoryInfo folder = Directory.CreateTempSubdirectory("tlsman-test");
        string capture = Path.Combine(folder.FullName, "session.pcap");
        string keys = Path.Combine(folder.FullName, "keys");

        Capture.Write(
            capture, Channel.ConnectAndEcho(datagram => [datagram.Bytes], NanoTlsMan.Host.KeyLogFile.Open(keys).Write));

        using ChildProcess tshark =
            new("tshark", "-r", capture, "-o", $"tls.keylog_file:{keys}", "-d", "udp.port==5684,dtls", "-V", "-x");

        Assert.Equal(0, tshark.WaitForExit());
        Assert.Contains("Decrypted DTLS", tshark.Output);
        Assert.Contains("through thick an", tshark.Output);
        folder.Delete(true);
    }
}
