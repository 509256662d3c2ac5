//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NanoTlsMan.Cost;
using NanoTlsMan.NativeStacks;

if (NativeStack.Find("mbedtls") == null || NativeStack.Find("wolfssl") == null)
{
    Console.Error.WriteLine("cost: NANOTLSMAN_LIBRARY has to name a libtlsman with mbedtls and wolfssl: native-interop/build.sh --bench");
    return 3;
}

BenchmarkRunner.Run<RecordBenchmarks>(
    DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)), args);
return 0;
