//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A program that a test runs: what it prints is collected, and it never outlives the test.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    // The one deadline of all waiting, far above what anything takes on a busy machine: a test waits for what happens,
    // not for time to pass.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _errors = new();
    private readonly Thread[] _collectors;

    public ChildProcess(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        _process = Process.Start(start)!;
        _collectors =
        [
            Collect(_process.StandardOutput.BaseStream, _output),
            Collect(_process.StandardError.BaseStream, _errors),
        ];
    }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>What it has printed, whether it is text or not.</summary>
    public byte[] OutputBytes
    {
        get
        {
            lock (_output)
            {
                return _output.ToArray();
            }
        }
    }

    /// <summary>
    /// Tells whether a program is on the PATH.
    /// </summary>
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    public void WriteLine(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    public void Write(byte[] bytes)
    {
        _process.StandardInput.BaseStream.Write(bytes);
        _process.StandardInput.BaseStream.Flush();
    }

    /// <summary>
    /// Asks the program to end, as Ctrl-C does.
    /// </summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{_process.Id}"]).WaitForExit();

    /// <summary>
    /// Asks the program to end, as the system does of a service.
    /// </summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{_process.Id}"]).WaitForExit();

    /// <summary>
    /// Lets the program hang, until it is ended.
    /// </summary>
    public void Suspend() => Process.Start("kill", ["-STOP", $"{_process.Id}"]).WaitForExit();

    /// <summary>
    /// Ends the program as a crash would, without a word to anybody.
    /// </summary>
    public void Kill()
    {
        _process.Kill(true);
        _process.WaitForExit();
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>
    /// Waits until the program has printed a text on either output.
    /// </summary>
    public void WaitFor(string text) => WaitUntil(() => Output.Contains(text) || Errors.Contains(text), $"'{text}'");

    /// <summary>
    /// Waits until the program has printed what an expression describes, on its standard output.
    /// </summary>
    /// <returns>What matched.</returns>
    public Match WaitFor(Regex expression)
    {
        WaitUntil(() => expression.IsMatch(Output), $"'{expression}'");
        return expression.Match(Output);
    }

    /// <summary>
    /// Waits until the program has printed so many bytes on its standard output.
    /// </summary>
    public void WaitForBytes(int count) => WaitUntil(() => OutputBytes.Length >= count, $"{count} bytes");

    /// <summary>
    /// Waits until the program ends and all that it printed is collected.
    /// </summary>
    /// <returns>Its exit code.</returns>
    public int WaitForExit()
    {
        WaitUntil(() => HasEnded, "its end");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // The output of a program that has exited may still be on its way through the pipes.
    private bool HasEnded => _process.HasExited && _collectors.All(collector => !collector.IsAlive);

    private static string Read(MemoryStream collected)
    {
        lock (collected)
        {
            return Encoding.UTF8.GetString(collected.GetBuffer(), 0, (int)collected.Length);
        }
    }

    private static Thread Collect(Stream stream, MemoryStream collected)
    {
        // Byte by byte, for a peer may print no line end.
        Thread thread = new(() =>
        {
            byte[] buffer = new byte[4096];
            int count;

            while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                lock (collected)
                {
                    collected.Write(buffer, 0, count);
                }
            }
        })
        { IsBackground = true };

        thread.Start();
        return thread;
    }

    private void WaitUntil(Func<bool> condition, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();

        while (!condition())
        {
            // Asked once more after the end: nothing can come after it.
            if (watch.Elapsed > s_patience || (HasEnded && !condition()))
            {
                Assert.Fail($"{_process.StartInfo.FileName} did not come to {what}.\nIt printed:\n{Output}\n{Errors}");
            }

            Thread.Sleep(20);
        }
    }
}
