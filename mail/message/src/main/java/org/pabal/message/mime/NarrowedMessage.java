// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message rewritten for a transport that carries less than the message needs: leaf parts that do
/// not fit are encoded in quoted-printable or base64, whatever is shorter, and their
/// Content-Transfer-Encoding says so. RFC 6152 §3, RFC 3030 §3, RFC 2045 §6.
///
/// Nothing that is decoded changes: the decoded octets of each part are the same before and after.
/// Text around the parts of a multipart, which no reader shows (RFC 2046 §5.1.1), has `?` for what
/// does not fit. What is signed, and header sections, cannot be changed.
///
/// The source is read three times, in bounded memory, and must give the same octets each time.
public final class NarrowedMessage {

    /// What a transport carries besides lines of ASCII.
    public enum Carrier {
        /// Lines of at most 998 octets above and below 128, but NUL. RFC 6152 §1
        EIGHT_BIT("8bit"),
        /// Nothing. RFC 2045 §2.7
        SEVEN_BIT("7bit"),
        /// Lines of any length, as a mailbox keeps them: all octets but NUL, no CR or LF alone. What
        /// fits whole keeps its labels. RFC 3516 §6
        MAILBOX("8bit");

        private final String encoding;

        Carrier(String encoding) {
            this.encoding = encoding;
        }

        boolean carries(String transferEncoding) {
            return switch (transferEncoding) {
                case "binary" -> false;
                case "8bit" -> this != SEVEN_BIT;
                default -> true;
            };
        }

        boolean carries(byte octet) {
            return octet > 0 || octet < 0 && this != SEVEN_BIT;
        }
    }

    /// Gives the message from its beginning.
    public interface Source {
        InputStream open() throws IOException;
    }

    private static final int PIECE_OCTETS = 16 * 1024;

    /// Of a header section that is changed: it is held in memory.
    private static final int MAX_HEADER_OCTETS = 1 << 20;

    private final Source source;
    private final List<NarrowedRegion> regions;
    private final long octets;

    private NarrowedMessage(Source source, List<NarrowedRegion> regions) throws IOException {
        this.source = source;
        this.regions = regions;
        this.octets = counted();
    }

    /// @return empty when the message cannot be made to fit without damage
    public static Optional<NarrowedMessage> of(Source source, Carrier carrier) throws IOException {
        List<MessageRegion> regions = MessageRegion.of(scanned(source));
        List<RegionFacts> facts = examined(source, regions);
        List<NarrowedRegion> narrowed = new ArrayList<>(regions.size());
        if (carrier == Carrier.MAILBOX && facts.stream().allMatch(one -> one.fit(carrier))) {
            regions.forEach(region -> narrowed.add(new NarrowedRegion.Same(region.octets())));
            return Optional.of(new NarrowedMessage(source, narrowed));
        }
        for (int i = 0; i < regions.size(); i++) {
            Optional<NarrowedRegion> one = narrowed(regions, facts, i, carrier);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            narrowed.add(one.get());
        }
        return Optional.of(new NarrowedMessage(source, narrowed));
    }

    private static MimePart scanned(Source source) throws IOException {
        MessageScanner scanner = new MessageScanner();
        byte[] piece = new byte[PIECE_OCTETS];
        try (InputStream in = source.open()) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                scanner.write(piece, 0, count);
            }
        }
        return scanner.finish().root();
    }

    private static List<RegionFacts> examined(Source source, List<MessageRegion> regions)
            throws IOException {
        List<RegionFacts> all = new ArrayList<>(regions.size());
        byte[] piece = new byte[PIECE_OCTETS];
        try (InputStream in = source.open()) {
            for (MessageRegion region : regions) {
                RegionFacts facts = new RegionFacts();
                long left = region.octets();
                while (left > 0) {
                    int count = in.read(piece, 0, (int) Math.min(left, piece.length));
                    if (count < 0) {
                        throw new IOException("the message has become shorter");
                    }
                    facts.add(piece, count);
                    left -= count;
                }
                facts.finish();
                all.add(facts);
            }
        }
        return all;
    }

    private static Optional<NarrowedRegion> narrowed(
            List<MessageRegion> regions, List<RegionFacts> facts, int i, Carrier carrier) {
        MessageRegion region = regions.get(i);
        boolean fits = facts.get(i).fit(carrier);
        return switch (region.kind()) {
            case HEADER -> {
                if (!facts.get(i).fitsHeader(carrier)) {
                    yield Optional.empty();
                }
                boolean leaf = regions.get(i + 1).kind() == MessageRegion.Kind.LEAF;
                boolean encoded = leaf && !facts.get(i + 1).fit(carrier);
                yield header(
                        region,
                        encoded
                                ? encoding(region.part(), facts.get(i + 1))
                                : relabelled(region, carrier));
            }
            case GAP -> {
                if (fits) {
                    yield Optional.of(new NarrowedRegion.Same(region.octets()));
                }
                boolean beyondMasking = carrier == Carrier.MAILBOX && facts.get(i).hasBareLineEnd();
                yield beyondMasking ? Optional.empty() : Optional.of(gap(region, carrier));
            }
            case LEAF -> {
                if (fits) {
                    yield Optional.of(new NarrowedRegion.Same(region.octets()));
                }
                yield mayBeEncoded(region)
                        ? Optional.of(
                                new NarrowedRegion.Encoded(
                                        region.octets(),
                                        region.part().content().transferEncoding(),
                                        encoding(region.part(), facts.get(i))))
                        : Optional.empty();
            }
        };
    }

    private static NarrowedRegion gap(MessageRegion region, Carrier carrier) {
        return new NarrowedRegion.Masked(region.octets(), carrier);
    }

    private static Optional<NarrowedRegion> header(MessageRegion region, String encoding) {
        if (encoding.isEmpty()) {
            return Optional.of(new NarrowedRegion.Same(region.octets()));
        }
        return region.octets() > MAX_HEADER_OCTETS
                ? Optional.empty()
                : Optional.of(new NarrowedRegion.Header((int) region.octets(), region, encoding));
    }

    /// What a part that stays as it is must call itself; empty when its label is right.
    private static String relabelled(MessageRegion region, Carrier carrier) {
        return region.signed() || carrier.carries(region.part().content().transferEncoding())
                ? ""
                : carrier.encoding;
    }

    /// RFC 2045 §6.4, RFC 2046 §5.2: composite types and some of `message` have no encoding; neither
    /// has what is signed (RFC 1847 §2.1).
    private static boolean mayBeEncoded(MessageRegion region) {
        MimeContent content = region.part().content();
        if (region.signed() || content.type().equals("multipart")) {
            return false;
        }
        return !content.type().equals("message")
                || switch (content.subtype()) {
                    case "rfc822", "partial", "external-body" -> false;
                    default -> true;
                };
    }

    /// Lines are kept readable where that is not longer; another than text has no lines.
    private static String encoding(MimePart part, RegionFacts facts) {
        String present = part.content().transferEncoding();
        if (!TransferDecoding.isIdentity(present)) {
            return present;
        }
        boolean text = part.content().type().equals("text");
        return text && facts.isShorterQuoted() ? "quoted-printable" : "base64";
    }

    private long counted() throws IOException {
        long count = 0;
        byte[] piece = new byte[PIECE_OCTETS];
        try (InputStream in = open()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                count += read;
            }
        }
        return count;
    }

    /// Whether anything was rewritten.
    public boolean isChanged() {
        return regions.stream().anyMatch(region -> !(region instanceof NarrowedRegion.Same));
    }

    /// Of the rewritten message.
    public long octets() {
        return octets;
    }

    /// The rewritten message from its beginning.
    public InputStream open() throws IOException {
        return new RegionStream(source.open(), regions);
    }
}
