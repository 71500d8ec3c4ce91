// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Locale;

/// Content-Transfer-Encoding undone, for any octets. RFC 2045 §6.
///
/// One decoder for every reader, so that a scanner and a download agree octet for octet
/// (THREATS M08). Unknown encodings are passed on unchanged.
public final class TransferDecoding {
    private TransferDecoding() {}

    /// Where decoded octets go. The array is reused after the call.
    @FunctionalInterface
    public interface Sink {
        void write(byte[] octets, int offset, int length);
    }

    /// Takes encoded octets in pieces of any size and hands decoded ones to its sink.
    public interface Decoder {
        void write(byte[] octets, int offset, int length);

        /// No more will come: what is still held back goes to the sink.
        void finish();
    }

    /// @param transferEncoding as in {@link MimeContent#transferEncoding()}
    public static Decoder decoder(String transferEncoding, Sink sink) {
        return switch (transferEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "base64" -> new Base64Decoder(sink);
            case "quoted-printable" -> new QuotedPrintableDecoder(sink);
            default -> new IdentityDecoder(sink);
        };
    }

    /// A stream of the decoded octets of `encoded`, which is closed with it.
    public static InputStream decode(String transferEncoding, InputStream encoded) {
        return new DecodingStream(transferEncoding, encoded);
    }

    public static byte[] decode(String transferEncoding, byte[] encoded) {
        return decode(transferEncoding, encoded, 0, encoded.length);
    }

    /// Those of a stretch of an array.
    public static byte[] decode(String transferEncoding, byte[] encoded, int offset, int length) {
        var decoded = new ByteArrayOutputStream(length);
        Decoder decoder = decoder(transferEncoding, decoded::write);
        decoder.write(encoded, offset, length);
        decoder.finish();
        return decoded.toByteArray();
    }

    static boolean isIdentity(String transferEncoding) {
        return !transferEncoding.equals("base64") && !transferEncoding.equals("quoted-printable");
    }

    private record IdentityDecoder(Sink sink) implements Decoder {
        @Override
        public void write(byte[] octets, int offset, int length) {
            sink.write(octets, offset, length);
        }

        @Override
        public void finish() {}
    }
}
