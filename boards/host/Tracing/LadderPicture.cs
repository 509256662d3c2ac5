//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Xml.Linq;

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// A ladder as an SVG picture: client and server as two lines, and an arrow between them for each flight. It has no
/// times, so that the same traffic makes the same picture.
/// </summary>
internal static class LadderPicture
{
    private const int Width = 720;
    private const int ClientX = 90;
    private const int ServerX = 560;
    private const int FirstFlightY = 104;
    private const int FlightHeight = 42;
    private const string HandshakeColour = "#b45309";
    private const string DataColour = "#15803d";

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>
    /// Draws the flights, from top to bottom.
    /// </summary>
    /// <param name="title">What is written above them.</param>
    /// <param name="summary">What is written below them.</param>
    /// <param name="flights">What was sent.</param>
    /// <returns>The picture.</returns>
    public static XElement Draw(string title, string summary, IReadOnlyList<LadderFlight> flights)
    {
        int bottom = FirstFlightY + flights.Count * FlightHeight - FlightHeight / 2;
        int height = bottom + 52;

        return Element(
            "svg",
            ("viewBox", $"0 0 {Width} {height}"), ("width", Width), ("height", height), ("role", "img"),
            ("font-family", "Segoe UI, Helvetica, Arial, sans-serif"), ("font-size", 13)).With(
                Element("title").With(title),
                Element("style").With(".handshake{stroke:" + HandshakeColour + ";fill:" + HandshakeColour
                    + "}.data{stroke:" + DataColour + ";fill:" + DataColour + "}.records{stroke:none}"),
                Element(
                    "rect", ("x", 1), ("y", 1), ("width", Width - 2), ("height", height - 2), ("rx", 8),
                    ("fill", "#ffffff"), ("stroke", "#d0d7de")),
                Text(24, 34, "start", title, ("font-size", 16), ("font-weight", "bold")),
                Text(ClientX, 66, "middle", "client", ("font-weight", "bold")),
                Text(ServerX, 66, "middle", "server", ("font-weight", "bold")),
                Text(Width - 24, 66, "end", "bytes", ("font-weight", "bold")),
                LifeLine(ClientX, bottom),
                LifeLine(ServerX, bottom),
                flights.Select((flight, i) => Flight(flight, FirstFlightY + i * FlightHeight)),
                Text(24, height - 20, "start", summary));
    }

    private static XElement Flight(LadderFlight flight, int y)
    {
        int from = flight.IsClient ? ClientX : ServerX;
        int to = flight.IsClient ? ServerX : ClientX;
        int back = flight.IsClient ? -10 : 10;

        return Element("g", ("class", flight.IsHandshake ? "handshake" : "data")).With(
            Text((ClientX + ServerX) / 2, y - 8, "middle", string.Join(" · ", flight.Records), ("class", "records")),
            Element("line", ("x1", from), ("y1", y), ("x2", to + back), ("y2", y), ("stroke-width", 2)),
            Element("path", ("d", $"M{to} {y}l{back} -5v10z")),
            Text(Width - 24, y + 4, "end", $"{flight.Length}", ("class", "records")));
    }

    private static XElement LifeLine(int x, int bottom) =>
        Element("line", ("x1", x), ("y1", 76), ("x2", x), ("y2", bottom), ("stroke", "#8c959f"));

    private static XElement Text(
        int x, int y, string anchor, string text, params (string Name, object Value)[] attributes) =>
        Element("text", [("x", x), ("y", y), ("text-anchor", anchor), .. attributes]).With(text);

    private static XElement Element(string name, params (string Name, object Value)[] attributes) =>
        new(s_svg + name, attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value)));

    private static XElement With(this XElement element, params object[] content)
    {
        element.Add(content);
        return element;
    }
}
