//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Lasting;

namespace NanoTlsMan.Host.Clients;

/// <content>
/// What of a run outlives it: the session that is saved, and what the next handshake can resume.
/// </content>
internal sealed partial class ClientRun
{
    private void LoadResumption()
    {
        LastingSettings lasting = _settings.Lasting;

        if (lasting.ResumePath is not string path)
        {
            return;
        }

        _options.Resumption = new ResumableSession();

        // What is damaged, or of another key, costs a whole handshake and nothing else.
        _options.Resumption.Load(
            _man, new FileSessionStore(path), FileSessionStore.Name, SealKey.GetOrCreate(path, lasting.Seal));
    }

    private void SaveResumption()
    {
        LastingSettings lasting = _settings.Lasting;

        if (lasting.ResumePath is not string path || _channel!.IsRestored)
        {
            return;
        }

        if (_options.Resumption.Save(
            _man, new FileSessionStore(path), FileSessionStore.Name, SealKey.Get(path, lasting.Seal))
            != TlsManStatus.Ok)
        {
            _client.Status($"cannot write {path}");
        }
        else if (_options.Resumption.IsEmpty)
        {
            _client.Status("the server gave nothing that could be resumed");
        }
    }

    private int Save()
    {
        LastingSettings lasting = _settings.Lasting;
        string path = lasting.SavePath!;
        byte[] key = SealKey.GetOrCreate(path, lasting.Seal);

        if (!Session.SendsConnectionId)
        {
            _client.Status("the server has no connection IDs: it will not know the restored session from another port");
        }

        int status = Session.Save(new FileSessionStore(path), FileSessionStore.Name, key);

        if (status == TlsManStatus.Ok)
        {
            _client.Status($"saved into {path}");
            return ExitCode.Done;
        }

        throw new SecurityFailureException(
            $"cannot save into {path}: {TlsErrorText.Describe(Session.LastError ?? Session.EndReason)}");
    }
}
