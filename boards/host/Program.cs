//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Net.Sockets;
using NanoTlsMan.Host;
using NanoTlsMan.Host.Commands;
using NanoTlsMan.Host.Messages;
using NanoTlsMan.Sockets;

RootCommand root =
    new("""
        nanoTlsMan on this PC: secure channels with DTLS and TLS 1.2, by pre-shared keys, raw public keys and
        certificates, with the code that runs on nanoFramework boards.

        Exit codes: 0 done, 1 the peer or the handshake failed or the server was lost, 2 usage, 3 the network failed.
        """)
{
    DemoCommand.Create(),
    ServerCommand.Create(),
    ClientCommand.Create(),
    DecodeCommand.Create(),
    StacksCommand.Create(),
    KeyCommand.Create(),
    CertificateCommand.Create(),
    SampleCommand.Create(),
};

TakeNoValues(root);

ParseResult result = root.Parse(args);

if (result.Errors.Count > 0)
{
    foreach (string message in result.Errors.Select(error => error.Message).Distinct())
    {
        Console.Error.WriteLine($"tlsman: {message}");
    }

    Console.Error.WriteLine("Try 'tlsman --help', or 'tlsman COMMAND --help'.");
    return ExitCode.Usage;
}

try
{
    return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (SecureSockException exception)
{
    // What the platform threw is about the network.
    return Fail(
        exception.InnerException is SocketException ? ExitCode.Network : ExitCode.Security,
        ErrorText.Describe(exception.Error));
}
catch (SecurityFailureException exception)
{
    return Fail(ExitCode.Security, exception.Message);
}
catch (Exception exception) when (exception is NetworkException or SocketException)
{
    return Fail(ExitCode.Network, exception.Message);
}
catch (TimeoutException)
{
    return Fail(ExitCode.Network, "no answer in time");
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InputException)
{
    return Fail(ExitCode.Usage, exception.Message);
}

// A switch is there or not; behind one that could have a value, completion would offer nothing else.
static void TakeNoValues(Command command)
{
    foreach (Option<bool> option in command.Options.OfType<Option<bool>>())
    {
        option.Arity = ArgumentArity.Zero;
    }

    foreach (Command subcommand in command.Subcommands)
    {
        TakeNoValues(subcommand);
    }
}

static int Fail(int code, string message)
{
    Console.Error.WriteLine($"tlsman: {message}");
    return code;
}
