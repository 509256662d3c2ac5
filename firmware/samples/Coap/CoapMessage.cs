//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// A CoAP message (RFC 7252, section 3), with the options that a sensor needs.
    /// </summary>
    public sealed partial class CoapMessage
    {
        /// <summary>Confirmable: it is sent again until an acknowledgement comes.</summary>
        public const int Confirmable = 0;

        /// <summary>Non-confirmable.</summary>
        public const int NonConfirmable = 1;

        /// <summary>Acknowledgement.</summary>
        public const int Acknowledgement = 2;

        /// <summary>Reset: the receiver could not make sense of a message.</summary>
        public const int Reset = 3;

        /// <summary>No request and no response.</summary>
        public const int Empty = 0;

        /// <summary>The request GET.</summary>
        public const int Get = 0x01;

        /// <summary>The request PUT.</summary>
        public const int Put = 0x03;

        /// <summary>The response 2.04 Changed.</summary>
        public const int Changed = 0x44;

        /// <summary>The response 2.05 Content.</summary>
        public const int Content = 0x45;

        /// <summary>The response 2.31 Continue (RFC 7959, section 2.9.1).</summary>
        public const int Continue = 0x5f;

        /// <summary>The response 4.00 Bad Request.</summary>
        public const int BadRequest = 0x80;

        /// <summary>The response 4.02 Bad Option.</summary>
        public const int BadOption = 0x82;

        /// <summary>The response 4.04 Not Found.</summary>
        public const int NotFound = 0x84;

        /// <summary>The response 4.05 Method Not Allowed.</summary>
        public const int MethodNotAllowed = 0x85;

        /// <summary>The response 4.06 Not Acceptable.</summary>
        public const int NotAcceptable = 0x86;

        /// <summary>The response 4.08 Request Entity Incomplete (RFC 7959, section 2.9.2).</summary>
        public const int Incomplete = 0x88;

        /// <summary>The response 4.13 Request Entity Too Large (RFC 7959, section 2.9.3).</summary>
        public const int TooLarge = 0x8d;

        /// <summary>The response 5.03 Service Unavailable.</summary>
        public const int Unavailable = 0xa3;

        /// <summary>Stands for an option that is not there.</summary>
        public const int None = -1;

        /// <summary>The content format text/plain.</summary>
        public const int TextPlain = 0;

        /// <summary>The content format application/link-format (RFC 6690).</summary>
        public const int LinkFormat = 40;

        private static readonly byte[] s_nothing = new byte[0];

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapMessage"/> class.
        /// </summary>
        /// <param name="type">Confirmable, non-confirmable, acknowledgement or reset.</param>
        /// <param name="code">The request or response.</param>
        /// <param name="id">The message ID, which an acknowledgement or reset repeats.</param>
        /// <param name="token">The token, which a response repeats.</param>
        public CoapMessage(int type, int code, int id, byte[] token)
        {
            Type = type;
            Code = code;
            Id = id;
            Token = token;
        }

        /// <summary>Gets the type of the message.</summary>
        public int Type { get; }

        /// <summary>Gets the request or response code, as c.dd in a byte.</summary>
        public int Code { get; }

        /// <summary>Gets the message ID.</summary>
        public int Id { get; }

        /// <summary>Gets the token.</summary>
        public byte[] Token { get; }

        /// <summary>Gets or sets the path, its segments with a slash between them.</summary>
        public string Path { get; set; } = "";

        /// <summary>Gets or sets the option ETag (RFC 7252, section 5.10.6), or <see langword="null"/>.</summary>
        public byte[] ETag { get; set; }

        /// <summary>Gets or sets the option Observe (RFC 7641), or <see cref="None"/>.</summary>
        public int Observe { get; set; } = None;

        /// <summary>Gets or sets the option Content-Format, or <see cref="None"/>.</summary>
        public int ContentFormat { get; set; } = None;

        /// <summary>Gets or sets the option Max-Age, in seconds, or <see cref="None"/>.</summary>
        public int MaxAge { get; set; } = None;

        /// <summary>Gets or sets the option Accept, or <see cref="None"/>.</summary>
        public int Accept { get; set; } = None;

        /// <summary>Gets or sets the option Block1 of a long request (RFC 7959), as <see cref="CoapBlock"/> reads it,
        /// or <see cref="None"/>.</summary>
        public int Block1 { get; set; } = None;

        /// <summary>Gets or sets the option Block2 of a long response (RFC 7959), as <see cref="CoapBlock"/> reads it,
        /// or <see cref="None"/>.</summary>
        public int Block2 { get; set; } = None;

        /// <summary>Gets or sets the option Size1: the length of a long request, or what a server takes, or
        /// <see cref="None"/>.</summary>
        public int Size1 { get; set; } = None;

        /// <summary>Gets or sets the option Size2: the length of a long response, or <see cref="None"/>.</summary>
        public int Size2 { get; set; } = None;

        /// <summary>Gets or sets the payload.</summary>
        public byte[] Payload { get; set; } = s_nothing;

        /// <summary>Gets the number of an option that must be understood and is not (RFC 7252, section 5.4.1), or
        /// <see cref="None"/>.</summary>
        public int UnknownCriticalOption { get; private set; } = None;

        /// <summary>Gets a value indicating whether this is a request (RFC 7252, section 12.1).</summary>
        public bool IsRequest
        {
            get { return Code > Empty && Code < 0x20; }
        }

        /// <summary>Gets a value indicating whether this is a response that tells of success.</summary>
        public bool IsSuccess
        {
            get { return Code >> 5 == 2; }
        }

        /// <summary>Gets the code as RFC 7252 writes it, such as 2.05.</summary>
        public string CodeText
        {
            get { return (Code >> 5).ToString() + "." + (Code & 0x1f).ToString().PadLeft(2, '0'); }
        }

        /// <summary>
        /// Makes an empty message: an acknowledgement or a reset.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="id">The message that it answers.</param>
        /// <returns>The message.</returns>
        public static CoapMessage CreateEmpty(int type, int id)
        {
            return new CoapMessage(type, Empty, id, s_nothing);
        }

        /// <summary>
        /// Tells whether this message answers a request.
        /// </summary>
        /// <param name="token">The request's token.</param>
        /// <returns><see langword="true"/> if the token is the same; otherwise, <see langword="false"/>.</returns>
        public bool HasToken(byte[] token)
        {
            return AreEqual(Token, token);
        }

        /// <summary>
        /// Tells whether this message is of the same representation as another one: a block of the same body.
        /// </summary>
        /// <param name="other">The other message.</param>
        /// <returns><see langword="true"/> if both have the same ETag, or neither has one; otherwise,
        /// <see langword="false"/>.</returns>
        public bool HasETagOf(CoapMessage other)
        {
            return ETag == null || other.ETag == null ? ETag == other.ETag : AreEqual(ETag, other.ETag);
        }

        private static bool AreEqual(byte[] left, byte[] right)
        {
            if (left.Length != right.Length)
            {
                return false;
            }

            for (int i = 0; i < left.Length; i++)
            {
                if (left[i] != right[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
