// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MessageScannerTest {

    /// Where we read broken input otherwise than mime4j, on purpose.
    private static final Map<String, String> OTHER_READINGS =
            Map.ofEntries(
                    Map.entry(
                            "malformed/005.eml",
                            "mime4j misses the part of a boundary that ends in dashes"),
                    Map.entry("malformed/007.eml", "mime4j fails with an exception"),
                    Map.entry(
                            "malformed/013.eml",
                            "a delimiter opens a part, also when nothing follows"),
                    Map.entry(
                            "malformed/014.eml",
                            "a delimiter opens a part, also when nothing follows"),
                    Map.entry(
                            "malformed/017.eml", "a missing semicolon does not hide the boundary"),
                    Map.entry(
                            "malformed/019.eml",
                            "mime4j loses the second of two lines that are no field; we keep all as body"),
                    Map.entry(
                            "malformed/020.eml",
                            "a delimiter opens a part, also when nothing follows"),
                    Map.entry(
                            "malformed/021.eml",
                            "a delimiter opens a part, also when nothing follows"),
                    Map.entry(
                            "mime-mime4j/bad-newlines-multiple-parts-base64.msg",
                            "an encoded message/rfc822 is against RFC 2046 §5.2.1 and stays a leaf"),
                    Map.entry(
                            "mime-mime4j/base64encoded-rfc822message-nested.msg",
                            "an encoded message/rfc822 is against RFC 2046 §5.2.1 and stays a leaf"),
                    Map.entry(
                            "mime-mime4j/base64encoded-rfc822message.msg",
                            "an encoded message/rfc822 is against RFC 2046 §5.2.1 and stays a leaf"),
                    Map.entry(
                            "rfc/008.eml",
                            "an encoded message/rfc822 is against RFC 2046 §5.2.1 and stays a leaf"),
                    Map.entry(
                            "mime-mime4j/basic-plain-with-bad-header-separator.msg",
                            "mime4j loses the second of two lines that are no field; we keep all as body"),
                    Map.entry(
                            "mime-mime4j/malformedHeader-nocrlfcrlf.msg",
                            "mime4j loses the second of two lines that are no field; we keep all as body"),
                    Map.entry(
                            "mime-mime4j/malformedHeader-noheader.msg",
                            "mime4j loses the second of two lines that are no field; we keep all as body"),
                    Map.entry(
                            "mime-mime4j/malformedHeaderStartsBody-nocrlfcrlf.msg",
                            "mime4j loses the second of two lines that are no field; we keep all as body"),
                    Map.entry(
                            "mime-mime4j/malformedHeaderStartsBody-noheader.msg",
                            "mime4j loses the second of two lines that are no field; we keep all as body"),
                    Map.entry(
                            "mime-mime4j/obsolete.msg",
                            "mime4j loses the second of two lines that are no field; we keep all as body"),
                    Map.entry(
                            "mime-mime4j/very-long-boundary.msg",
                            "a boundary ends in no space, RFC 2046 §5.1.1; so one in quotes is dropped"),
                    Map.entry(
                            "mime-mime4j/weird-boundary.msg",
                            "a boundary ends in no space, RFC 2046 §5.1.1; so one in quotes is dropped"),
                    Map.entry(
                            "mime-mime4j/very-very-long-boundary.msg",
                            "a boundary of more octets than a line may have is none"));

    static ScannedMessage scan(byte[] octets) {
        var scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return scanner.finish();
    }

    static ScannedMessage scan(String latin1) {
        return scan(Samples.latin1(latin1));
    }

    private static String text(String message, MimePart part) {
        return message.substring((int) part.bodyOffset(), (int) part.endOffset());
    }

    @Test
    void offsetsAreThoseOfRfc9051() {
        String message =
                """
                Subject: x
                Content-Type: multipart/mixed; boundary=b

                preamble
                --b

                first
                second
                --b
                Content-Type: message/rfc822

                Subject: inner
                Content-Type: text/html

                <p>hi</p>

                --b--
                epilogue
                """
                        .replace("\n", "\r\n");
        ScannedMessage scanned = scan(message);
        MimePart root = scanned.root();
        assertThat(scanned.octets()).isEqualTo(message.length());
        assertThat(scanned.lines()).isEqualTo(18);
        assertThat(scanned.headerOctets()).isEqualTo(message.indexOf("preamble"));
        assertThat(root.endOffset()).isEqualTo(message.length());
        assertThat(root.children()).hasSize(2);
        MimePart first = root.children().get(0);
        assertThat(text(message, first)).isEqualTo("first\r\nsecond");
        assertThat(first.bodyLines()).isEqualTo(1);
        assertThat(first.headerOffset()).isEqualTo(message.indexOf("\r\nfirst"));
        MimePart second = root.children().get(1);
        assertThat(second.isMessage()).isTrue();
        assertThat(text(message, second)).startsWith("Subject: inner").endsWith("</p>\r\n");
        assertThat(second.bodyLines()).isEqualTo(4);
        MimePart inner = second.children().getFirst();
        assertThat(inner.headerOffset()).isEqualTo(second.bodyOffset());
        assertThat(inner.endOffset()).isEqualTo(second.endOffset());
        assertThat(text(message, inner)).isEqualTo("<p>hi</p>\r\n");
        assertThat(inner.bodyLines()).isEqualTo(1);
        assertThat(inner.header().first("subject").orElseThrow().value()).isEqualTo(" inner");
        assertThat(scanned.preview()).isEqualTo("first second");
    }

    @Test
    void emptyBodiesAndHeadersWithoutEmptyLineStayWithinTheirParents() {
        String message =
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b\r\nA: b\r\n--b\r\n"
                        + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\n--b--";
        MimePart root = scan(message).root();
        assertThat(root.children()).hasSize(4);
        assertThat(root.children()).allMatch(part -> part.bodyOctets() >= 0);
        assertThat(root.children().get(0).bodyOctets()).isZero();
        assertThat(root.children().get(1).header().fields()).hasSize(1);
        MimePart embedded = root.children().get(3);
        assertThat(text(message, embedded)).isEqualTo("Subject: y\r\n\r\n");
        assertThat(embedded.bodyLines()).isEqualTo(2);
        assertThat(embedded.children().getFirst().bodyOctets()).isZero();
    }

    @Test
    void generatedMessagesHaveTheStructureMime4jSees() throws Exception {
        long seed = 42;
        var random = new Random(seed);
        for (int n = 0; n < 400; n++) {
            String message = Samples.generated(random);
            byte[] octets = Samples.latin1(message);
            assertThat(Mime4jStructure.ofOurs(octets, scan(octets).root()))
                    .as("seed %d, message %d:\n%s", seed, n, message)
                    .isEqualTo(Mime4jStructure.ofMime4j(octets));
        }
    }

    @Test
    void messagesOfOtherProjectsHaveTheStructureMime4jSees() throws Exception {
        Map<String, String> different = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> sample : Samples.ofOthers().entrySet()) {
            String ours = Mime4jStructure.ofOurs(sample.getValue(), scan(sample.getValue()).root());
            String theirs = theirs(sample.getValue());
            if (ours.equals(theirs) == OTHER_READINGS.containsKey(sample.getKey())) {
                different.put(sample.getKey(), "\nours:   " + ours + "\ntheirs: " + theirs + "\n");
            }
        }
        assertThat(different).isEmpty();
    }

    private static String theirs(byte[] message) {
        try {
            return Mime4jStructure.ofMime4j(message);
        } catch (Exception theirFault) {
            return theirFault.toString();
        }
    }

    @Test
    void anyCutOfTheWritesGivesTheSame() throws Exception {
        long seed = 7;
        var random = new Random(seed);
        List<byte[]> samples = new java.util.ArrayList<>(Samples.ofOthers().values());
        for (int n = 0; n < 200; n++) {
            samples.add(Samples.latin1(Samples.generated(random)));
        }
        for (byte[] sample : samples) {
            ScannedMessage whole = scan(sample);
            assertThat(inPieces(sample, () -> 1)).as("seed %d, octets", seed).isEqualTo(whole);
            for (int most : new int[] {3, 20, 700, 3000}) {
                assertThat(inPieces(sample, () -> 1 + random.nextInt(most)))
                        .as("seed %d, pieces up to %d", seed, most)
                        .isEqualTo(whole);
            }
        }
    }

    private static ScannedMessage inPieces(byte[] octets, java.util.function.IntSupplier length) {
        var scanner = new MessageScanner();
        byte[] piece = new byte[5000];
        int i = 0;
        while (i < octets.length) {
            int count = Math.min(length.getAsInt(), octets.length - i);
            Arrays.fill(piece, (byte) 'x');
            System.arraycopy(octets, i, piece, 1, count);
            scanner.write(piece, 1, count);
            i += count;
        }
        return scanner.finish();
    }

    @Test
    void anyOctetsGiveATreeThatHolds() throws Exception {
        long seed = 99;
        var random = new Random(seed);
        List<byte[]> samples = List.copyOf(Samples.ofOthers().values());
        for (int n = 0; n < 15_000; n++) {
            byte[] octets;
            if (n % 3 == 0) {
                octets = new byte[random.nextInt(300)];
                random.nextBytes(octets);
            } else if (n % 3 == 1) {
                octets = Samples.mutated(samples.get(random.nextInt(samples.size())), random);
            } else {
                octets = Samples.mutated(Samples.latin1(Samples.generated(random)), random);
            }
            ScannedMessage scanned = scan(octets);
            String name = "seed " + seed + ", case " + n;
            check(name, scanned, octets);
            if (n % 10 == 0) {
                assertThat(inPieces(octets, () -> 1 + random.nextInt(40)))
                        .as(name)
                        .isEqualTo(scanned);
            }
        }
    }

    static void check(String name, ScannedMessage scanned, byte[] octets) {
        assertThat(scanned.octets()).as(name).isEqualTo(octets.length);
        assertThat(scanned.lines()).as(name).isEqualTo(lines(octets, 0, octets.length));
        assertThat(scanned.preview().length()).as(name).isLessThanOrEqualTo(400);
        assertThat(scanned.preview().chars().anyMatch(c -> c < ' ')).as(name).isFalse();
        check(name, scanned.root(), octets, 0, octets.length);
        byte[] encoded = MimeTree.encode(scanned.root());
        assertThat(MimeTree.decode(encoded)).as(name).isEqualTo(bare(scanned.root()));
    }

    private static void check(String name, MimePart part, byte[] octets, long from, long to) {
        assertThat(part.headerOffset()).as(name).isBetween(from, to);
        assertThat(part.bodyOffset()).as(name).isBetween(part.headerOffset(), part.endOffset());
        assertThat(part.endOffset()).as(name).isLessThanOrEqualTo(to);
        assertThat(part.bodyLines())
                .as(name)
                .isEqualTo(lines(octets, (int) part.bodyOffset(), (int) part.endOffset()));
        long next = part.bodyOffset();
        for (MimePart child : part.children()) {
            check(name, child, octets, next, part.endOffset());
            next = child.endOffset();
        }
    }

    private static long lines(byte[] octets, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += octets[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    static MimePart bare(MimePart part) {
        return new MimePart(
                part.content(),
                new HeaderSection(List.of()),
                part.headerOffset(),
                part.bodyOffset(),
                part.endOffset(),
                part.bodyLines(),
                part.children().stream().map(MessageScannerTest::bare).toList());
    }

    @Test
    void s36TheScannerTellsWhatIsTooLarge() {
        var scanner = new MessageScanner();
        byte[] field = Samples.latin1("X: y\r\n");
        for (int i = 0; i < 10_001; i++) {
            scanner.write(field, 0, field.length);
        }
        assertThat(scanner.headerIsWithinLimits()).isFalse();
        scanner.write(Samples.latin1("\r\nbody"), 0, 6);
        assertThat(scanner.headerIsWithinLimits()).isFalse();
        assertThat(scanner.finish().header().fields()).hasSize(10_000);

        scanner = new MessageScanner();
        byte[] large = Samples.latin1("Y: " + "z".repeat(1021) + "\r\n");
        for (int i = 0; i < 2000; i++) {
            scanner.write(large, 0, large.length);
        }
        assertThat(scanner.headerIsWithinLimits()).isFalse();
        ScannedMessage scanned = scanner.finish();
        assertThat(scanned.header().fields()).hasSize((1 << 20) / 1026);
        assertThat(scanned.header().fields()).allMatch(kept -> kept.value().length() == 1022);
        assertThat(scanner.headerIsWithinLimits()).isFalse();
    }

    @Test
    void s36OurOwnFieldsCountTowardsNoLimit() {
        var scanner = new MessageScanner();
        byte[] own = Samples.latin1("Return-Path: <\u00E4@x>\r\nReceived: by us;\r\n\tnow\r\n");
        byte[] field = Samples.latin1("X: y\r\n");
        for (int i = 0; i < 10_000; i++) {
            scanner.write(field, 0, field.length);
        }
        assertThat(scanner.headerIsWithinLimits()).isTrue();
        ScannedMessage message = scanner.finish().below(own);
        assertThat(message.header().fields()).hasSize(10_002);
        assertThat(message.eightBitHeader()).isFalse();
        assertThat(message.eightBit()).isFalse();

        scanner = new MessageScanner();
        byte[] exact = Samples.latin1("X: " + "y".repeat((1 << 20) - 5) + "\r\n\r\nbody");
        for (int i = 0; i < exact.length; i++) {
            scanner.write(exact, i, 1);
        }
        assertThat(scanner.headerIsWithinLimits()).isTrue();
        assertThat(scanner.finish().below(own).header().fields()).hasSize(3);
    }

    @Test
    void octetsBeyondAsciiAreSeenWhereTheyAre() {
        assertThat(scan("Subject: a\u00E4\r\n\r\nplain").eightBitHeader()).isTrue();
        assertThat(scan("Subject: a\u00E4\r\n\r\nplain").eightBit()).isTrue();
        assertThat(scan("Subject: a\r\n\r\n0123456789\u00FF").eightBitHeader()).isFalse();
        assertThat(scan("Subject: a\r\n\r\n0123456789\u00FF").eightBit()).isTrue();
        assertThat(scan("Subject: a\r\n\r\n0123456789").eightBit()).isFalse();
    }

    @Test
    void m01DeepNestingEndsInOneLeaf() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b").append(i);
            message.append("\r\n\r\n--b").append(i).append("\r\n");
        }
        message.append("\r\nbottom\r\n");
        int depth = 0;
        MimePart part = scan(message.toString()).root();
        while (!part.children().isEmpty()) {
            part = part.children().getLast();
            depth++;
        }
        assertThat(depth).isEqualTo(100);
        assertThat(part.endOffset()).isEqualTo(message.length());
    }

    @Test
    void m02BoundariesThatReferToOuterOnesEndInATree() {
        String message =
                """
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: message/rfc822

                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/mixed; boundary=b

                --b
                one
                --a--
                --b
                two
                --b--
                --a--
                """
                        .replace("\n", "\r\n");
        ScannedMessage scanned = scan(message);
        check("m02", scanned, Samples.latin1(message));
        assertThat(scanned.root().children()).hasSize(2);
    }

    @Test
    void m02CostIsLinearWhateverIsOpen() {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            header.append("Content-Type: multipart/mixed; boundary=\"")
                    .append("-".repeat(60))
                    .append(i)
                    .append("\"\r\n\r\n--")
                    .append("-".repeat(60))
                    .append(i)
                    .append("\r\n");
        }
        String line = "--" + "-".repeat(200) + "\r\n";
        byte[] message = Samples.latin1(header + "\r\n" + line.repeat(20_000));
        check("m02", scan(message), message);
    }

    @Test
    void m05PartsBeyondTheLimitAreOneLeaf() {
        StringBuilder message =
                new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        message.append("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(50_000));
        MimePart root = scan(message.toString()).root();
        assertThat(root.children()).hasSize(9_999);
        MimePart last = root.children().getLast();
        assertThat(last.endOffset()).isEqualTo(message.length());
        assertThat(last.children()).isEmpty();
    }

    @Test
    void memoryKeptForHeadersOfPartsIsBounded() {
        String field = "X-Filler: " + "x".repeat(1000) + "\r\n";
        StringBuilder message =
                new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        message.append(("--b\r\n" + field.repeat(1000) + "\r\nx\r\n").repeat(20));
        ScannedMessage scanned = scan(message.toString());
        long kept =
                scanned.root().children().stream()
                        .flatMap(part -> part.header().fields().stream())
                        .mapToLong(each -> each.value().length())
                        .sum();
        assertThat(kept).isLessThan(10 << 20);
        check("headers", scanned, Samples.latin1(message.toString()));
    }

    @Test
    void m06StrangeBoundariesGiveOneLeafOrPartsToTheEnd() {
        String part = "\r\n--%s\r\n\r\ninside\r\n";
        Map<String, Integer> cases = new HashMap<>();
        cases.put("", 0);
        cases.put("x".repeat(71), 1);
        cases.put("x".repeat(400), 1);
        cases.put("x".repeat(2000), 0);
        cases.put("(.*)+[a-z]$^", 1);
        cases.put("with space", 1);
        cases.put("a:b", 1);
        cases.forEach((boundary, children) -> {
            String message =
                    "Content-Type: multipart/mixed; boundary=\"%s\"\r\n".formatted(boundary)
                            + part.formatted(boundary);
            ScannedMessage scanned = scan(message);
            check(boundary, scanned, Samples.latin1(message));
            assertThat(scanned.root().children()).as(boundary).hasSize(children);
        });
        assertThat(scan("Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nx").root().children())
                .isEmpty();
    }

    @Test
    void m07TheFirstOfTwoFieldsCountsAndTheMessageIsAmbiguous() {
        ScannedMessage scanned =
                scan("Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\n<b>x</b>");
        assertThat(scanned.ambiguous()).isTrue();
        assertThat(scanned.root().content().subtype()).isEqualTo("html");
        scanned =
                scan(
                        "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n"
                                + "--b\r\n\r\nb\r\n--a\r\n\r\na");
        assertThat(scanned.ambiguous()).isTrue();
        assertThat(scanned.root().content().parameters()).containsEntry("boundary", "a");
        assertThat(scanned.root().children()).hasSize(1);
        assertThat(
                        scan("Content-Transfer-Encoding: 7bit\r\ncontent-transfer-encoding: base64"
                                        + "\r\n\r\n")
                                .ambiguous())
                .isTrue();
        assertThat(scan("Content-Type: text/plain\r\n\r\nx").ambiguous()).isFalse();
    }

    @Test
    void m12CharsetsThatLieStillGiveAPreview() throws Exception {
        byte[] korean = "안녕하세요 여러분".getBytes("x-windows-949");
        byte[] header = Samples.latin1("Content-Type: text/plain; charset=utf-8\r\n\r\n");
        byte[] message = Arrays.copyOf(header, header.length + korean.length);
        System.arraycopy(korean, 0, message, header.length, korean.length);
        assertThat(scan(message).preview()).isEqualTo("안녕하세요 여러분");
        assertThat(scan("Content-Type: text/plain; charset=utf-7\r\n\r\n+xUixVQ- hi").preview())
                .isEqualTo("안녕 hi");
        assertThat(
                        scan("Content-Type: text/plain; charset=x-nonsense\r\n\r\ncaf\u00E9 cr\u00E8me")
                                .preview())
                .isEqualTo("café crème");
    }

    @Test
    void m17EmptyHeaderOnlyAndBodyOnlyMessages() {
        ScannedMessage empty = scan("");
        assertThat(empty.octets()).isZero();
        assertThat(empty.root().content().type()).isEqualTo("text");
        assertThat(empty.root().content().parameters()).containsEntry("charset", "us-ascii");
        ScannedMessage headerOnly = scan("Subject: x\r\n");
        assertThat(headerOnly.headerOctets()).isEqualTo(12);
        assertThat(headerOnly.header().fields()).hasSize(1);
        ScannedMessage bodyOnly = scan("Just some words.\r\nAnd more.\r\n");
        assertThat(bodyOnly.headerOctets()).isZero();
        assertThat(bodyOnly.preview()).isEqualTo("Just some words. And more.");
        assertThat(scan("\r\n").headerOctets()).isEqualTo(2);
        assertThat(scan("\r\nbody").preview()).isEqualTo("body");
    }

    @Test
    void anMboxLineOnTopBelongsToTheHeader() {
        ScannedMessage scanned = scan("From bob Mon Jan  1\r\nSubject: x\r\n\r\nbody");
        assertThat(scanned.header().fields()).hasSize(1);
        assertThat(scanned.preview()).isEqualTo("body");
    }

    @Test
    void digestPartsAreMessagesUnlessTheySayOtherwise() {
        MimePart root =
                scan("Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n"
                                + "\r\nbody\r\n--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b--")
                        .root();
        assertThat(root.children().get(0).isMessage()).isTrue();
        assertThat(root.children().get(1).content().type()).isEqualTo("text");
    }

    @Test
    void globalMessagesAreOpenedAndEncodedOnesAreNot() {
        MimePart global = scan("Content-Type: message/global\r\n\r\nSubject: x\r\n\r\ny").root();
        assertThat(global.isMessage()).isTrue();
        MimePart encoded =
                scan("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA")
                        .root();
        assertThat(encoded.isMessage()).isFalse();
    }

    @Test
    void thePreviewIsWhatPeopleReadFirst() {
        String html =
                "Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>"
                        + "p { color: red }".repeat(200)
                        + "</style><title>no</title></head><body><!-- no --><p>Hello&nbsp;<b>wor"
                        + "ld</b> &amp; all</p><p>more &#xC548;</p>";
        assertThat(scan(html).preview()).isEqualTo("Hello world & all more 안");
        String alternative =
                "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + base64("안녕하세요. ".repeat(100))
                        + "\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--b--\r\n";
        String preview = scan(alternative).preview();
        assertThat(preview).startsWith("안녕하세요. 안녕하세요.").hasSizeBetween(190, 200);
        String emptyFirst =
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n  \r\n--b\r\n"
                        + "Content-Disposition: attachment\r\n\r\nattached\r\n--b\r\n\r\nwords\r\n";
        assertThat(scan(emptyFirst).preview()).isEqualTo("words");
        String quoted =
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n=EC=95=88=EB=85=95 a=\r\nb";
        assertThat(scan(quoted).preview()).isEqualTo("안녕 ab");
    }

    private static String base64(String text) {
        return java.util.Base64.getMimeEncoder()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parametersAreReadAsSendersWriteThem() {
        String field =
                "Content-Type: Application/PDF (a comment); name*0*=euc-kr''%BE%C6; name*1*=%BD%CE;"
                        + "\r\n name*2=\".pdf\"; Other=scan (1).pdf; third = \"a\\\"b; c\" (comment) ;"
                        + " fourth=x (comment);raw=\u00BE\u00C6\u00BD\u00CE\r\n"
                        + "Content-Disposition: ATTACHMENT; filename*=UTF-8'ko'%EC%95%88.txt;"
                        + " filename=x\r\nContent-Language: ko, en\r\nContent-ID: <a@b>\r\n\r\n";
        MimeContent content = scan(field).root().content();
        assertThat(content.type()).isEqualTo("application");
        assertThat(content.subtype()).isEqualTo("pdf");
        assertThat(content.parameters())
                .containsEntry("name", "아싸.pdf")
                .containsEntry("other", "scan (1).pdf")
                .containsEntry("third", "a\"b; c")
                .containsEntry("fourth", "x")
                .containsEntry("raw", "아싸");
        assertThat(content.disposition()).contains("attachment");
        assertThat(content.dispositionParameters()).isEqualTo(Map.of("filename", "안.txt"));
        assertThat(content.languages()).containsExactly("ko", "en");
        assertThat(content.id()).contains("<a@b>");
    }

    @Test
    void m04ParametersOfTooManySegmentsAreIgnored() {
        StringBuilder field = new StringBuilder("Content-Type: text/plain; charset=utf-8");
        for (int i = 0; i < 5000; i++) {
            field.append("; name*").append(i).append("=a");
        }
        MimeContent content = scan(field + "\r\n\r\nx").root().content();
        assertThat(content.parameters().keySet()).isEqualTo(Set.of("charset"));
    }

    @Test
    void theTreeCodecRefusesWhatIsDamaged() {
        byte[] encoded = MimeTree.encode(scan("Content-Type: a/b; c=d\r\n\r\nx").root());
        var random = new Random(5);
        for (int n = 0; n < 5000; n++) {
            byte[] damaged = Arrays.copyOf(encoded, random.nextInt(encoded.length + 3));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                MimeTree.decode(damaged);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining("MIME tree");
            }
        }
    }
}
