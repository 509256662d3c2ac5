//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Globalization;
using NanoTlsMan.Scale;

// dotnet run -c Release --project tests/bench/Scale [most sessions] [records]
// What a record of 64 bytes, the opening of a session and idling cost a server by how many sessions it has, and what is
// allocated for a datagram.
int most = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5000;
int records = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20000;
const int Passes = 9;
const int Few = 10;
int[] sizes = [.. new[] { 1, 10, 100, 1000, 5000 }.Where(size => size <= most)];
Population[] populations = [.. sizes.Select(size => new Population(size))];
double[] openings = new double[sizes.Length];
List<double>[] times = [.. sizes.Select(_ => new List<double>())];

// The same with ten sessions that speak among many that are silent: what looking them up costs, without what the
// processor's cache costs where each record is of another session.
List<double>[] fewTimes = [.. sizes.Select(_ => new List<double>())];
double[] bytes = new double[sizes.Length];

// And the engines alone: what remains of the difference without the endpoint.
EnginePopulation[] engines = [.. sizes.Select(size => new EnginePopulation(size))];
List<double>[] engineTimes = [.. sizes.Select(_ => new List<double>())];

// The first session pays for the compiler.
new Population(100).Open(100);

for (int i = 0; i < sizes.Length; i++)
{
    openings[i] = populations[i].Open(sizes[i]);
    populations[i].Deliver(populations[i].Seal(records / 4, sizes[i]));
}

// In turns, so that whatever else the machine does meets all of them alike.
for (int pass = 0; pass < Passes; pass++)
{
    for (int i = 0; i < sizes.Length; i++)
    {
        (double time, bytes[i]) = populations[i].Deliver(populations[i].Seal(records, sizes[i]));
        times[i].Add(time);
        fewTimes[i].Add(populations[i].Deliver(populations[i].Seal(records, Few)).Time);
        engineTimes[i].Add(engines[i].Deliver(records));
    }
}

double[] medians = [.. times.Select(list => list.Order().ElementAt(list.Count / 2))];
double[] fewMedians = [.. fewTimes.Select(list => list.Order().ElementAt(list.Count / 2))];
double[] engineMedians = [.. engineTimes.Select(list => list.Order().ElementAt(list.Count / 2))];

Console.WriteLine("sessions  record us  to 10  engine alone us  to 10  ten speak us  to 10   opening us  to first 100  idle us  bytes/datagram");

for (int i = 0; i < sizes.Length; i++)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{sizes[i],8}  {medians[i],9:F2}  {Ratio(medians, 10, i),5}  {engineMedians[i],15:F2}  {Ratio(engineMedians, 10, i),5}  {fewMedians[i],12:F2}  {Ratio(fewMedians, 10, i),5}  {openings[i],10:F1}  {Ratio(openings, 100, i),12}  {populations[i].Idle(10000),7:F3}  {bytes[i],14:F1}"));
}

Console.WriteLine();
Console.WriteLine("over sockets of the loopback, the server's system calls included:");
Console.WriteLine("sessions  record us  to 10");

SocketPopulation[] listeners = [.. sizes.Where(size => size >= 10).Select(size => new SocketPopulation(size))];
List<double>[] received = [.. listeners.Select(_ => new List<double>())];

for (int pass = 0; pass <= Passes; pass++)
{
    for (int i = 0; i < listeners.Length; i++)
    {
        double time = listeners[i].Deliver(records);

        // The first pass pays for the compiler.
        if (pass > 0)
        {
            received[i].Add(time);
        }
    }
}

double[] receivedMedians = [.. received.Select(list => list.Order().ElementAt(list.Count / 2))];

for (int i = 0; i < listeners.Length; i++)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{listeners[i].Count,8}  {receivedMedians[i],9:F2}  {receivedMedians[i] / receivedMedians[0],5:F2}"));
    listeners[i].Dispose();
}

Console.WriteLine("END OF SCALE");

string Ratio(double[] values, int of, int place)
{
    int reference = Array.IndexOf(sizes, of);

    return reference < 0 || place < reference
        ? ""
        : (values[place] / values[reference]).ToString("F2", CultureInfo.InvariantCulture);
}
