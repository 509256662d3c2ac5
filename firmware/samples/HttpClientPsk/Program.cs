//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// HTTP over TLS with a pre-shared key, through the classes of System.Net.Http.
    /// </summary>
    public static class Program
    {
#if NANOFRAMEWORK_1_0
        /// <summary>
        /// What the board does: it posts its temperature once a minute.
        /// </summary>
        public static void Main()
        {
            Board.StartNetwork();

            TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(Board.ReadIdentity(), Board.ReadKey());

            using (PskHttpHandler handler = new PskHttpHandler(man, Board.Server, keys))
            {
                while (true)
                {
                    try
                    {
                        Send(handler, "POST", "https://server/temperature", Board.ReadTemperature().ToString());
                    }
                    catch (HttpRequestException exception)
                    {
                        Console.WriteLine(exception.Message);
                    }

                    System.Threading.Thread.Sleep(60000);
                }
            }
        }
#endif

        /// <summary>
        /// Sends a request and prints the response: the status, and the body.
        /// </summary>
        /// <param name="handler">Sends the request; it stays open.</param>
        /// <param name="method">The method.</param>
        /// <param name="uri">What it is for.</param>
        /// <param name="body">The body, or <see langword="null"/>.</param>
        /// <returns>Whether the status tells of success.</returns>
        /// <exception cref="HttpRequestException">There is no response, or one that cannot be read.</exception>
        public static bool Send(PskHttpHandler handler, string method, string uri, string body)
        {
            HttpRequestMessage request = new HttpRequestMessage(new HttpMethod(method), uri);

            if (body != null)
            {
                request.Content = new StringContent(body);
            }

#if NANOFRAMEWORK_1_0
            // nanoFramework's HttpClient takes no handler. What it is derived from does.
            HttpMessageInvoker client = new HttpMessageInvoker(handler);
#else
            // The client leaves the handler to whoever made it, and time-outs to the handler, as on a board.
            HttpClient client = new HttpClient(handler, disposeHandler: false)
            {
                Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            };
#endif

            HttpResponseMessage response = client.Send(request);
            byte[] content = Read(response.Content.ReadAsStream());

            Console.WriteLine(((int)response.StatusCode).ToString() + " " + response.ReasonPhrase);
            Console.WriteLine(Encoding.UTF8.GetString(content, 0, content.Length));
            return response.IsSuccessStatusCode;
        }

        private static byte[] Read(Stream stream)
        {
            MemoryStream copy = new MemoryStream();
            byte[] buffer = new byte[256];
            int count;

            while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                copy.Write(buffer, 0, count);
            }

            return copy.ToArray();
        }
    }
}
