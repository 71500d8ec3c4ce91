// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.attachment.Attachment;
import org.pabal.spam.reading.attachment.AttachmentReader;
import org.pabal.spam.reading.html.HtmlReading;
import org.pabal.spam.reading.link.Link;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Links;
import org.pabal.spam.reading.link.TextLinks;
import org.pabal.spam.reading.link.UrlReader;

/// URLs, HTML, archives and whole mails that were broken at random: each has a reading within the
/// bounds, and nothing escapes.
class FuzzTest {
    private static final Path CORPUS = Path.of("src/test/corpus");
    private static final long SEED = 20_261_121;

    @Test
    void urls() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] file : seeds("url")) {
            for (String line : utf8(file).split("\n", -1)) {
                seeds.add(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        each(seeds, 10_000, FuzzTest::readUrl);
    }

    static void readUrl(byte[] octets) {
        String url = utf8(octets);
        Link link = UrlReader.read(Place.ANCHOR, url, url, "example.org");
        assertThat(link.href().length()).isLessThanOrEqualTo(ReadingLimits.URL_CHARS);
        assertThat(link.host().chars().allMatch(c -> c < 0x80)).isTrue();
        assertThat(link.host().length()).isLessThanOrEqualTo(1_000);
        assertThat(link.host()).endsWith(link.domain());
        Links links = new Links();
        links.add(Place.ANCHOR, url, url);
        TextLinks.find(url, 0, url.length(), links);
        assertThat(links.all()).hasSizeLessThanOrEqualTo(ReadingLimits.LINKS);
    }

    @Test
    void html() throws IOException {
        each(seeds("html"), 4_000, FuzzTest::readHtml);
    }

    static void readHtml(byte[] octets) {
        StringBuilder text = new StringBuilder();
        StringBuilder hidden = new StringBuilder();
        Links links = new Links();
        HtmlReading reading = new HtmlReading(links, text, hidden);
        String html = utf8(octets);
        reading.read(html);
        assertThat(text.length() + hidden.length()).isLessThanOrEqualTo(2 * html.length() + 10);
        assertThat(reading.facts().isThere()).isTrue();
    }

    @Test
    void archives() throws IOException {
        each(seeds("archive"), 5_000, FuzzTest::readArchive);
    }

    static void readArchive(byte[] octets) {
        Attachment read =
                new AttachmentReader().read(List.of("a.zip", "b.pdf"), "image/png", octets, true);
        assertThat(read.members()).hasSizeLessThanOrEqualTo(ReadingLimits.MEMBERS);
        assertThat(read.members())
                .allMatch(member -> member.name().length() <= ReadingLimits.NAME_CHARS)
                .allMatch(member -> member.depth() <= ReadingLimits.ARCHIVE_DEPTH);
    }

    @Test
    void mails() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        String html = utf8(seeds("html").getFirst());
        for (byte[] archive : seeds("archive")) {
            String mail =
                    """
                    From: "ceo@example.org" <x@evil.net>
                    Subject: =?utf-8?B?7JWI64WV?=
                    Content-Type: multipart/alternative; boundary=b
                    Content-Type: multipart/mixed; boundary="c"; boundary=b

                    --b
                    Content-Type: text/plain; charset=utf-7

                    Hi +ADw- http://a.example.com/
                    --b
                    Content-Type: text/html; charset=euc-kr
                    Content-Transfer-Encoding: quoted-printable

                    %s
                    --b
                    Content-Type: application/zip; name="=?utf-8?Q?a=2Ezip?="
                    Content-Transfer-Encoding: base64
                    Content-Disposition: attachment; filename*=utf-8''b.exe

                    %s
                    --b--
                    """
                            .formatted(
                                    html.replace("=", "=3D"),
                                    java.util.Base64.getMimeEncoder().encodeToString(archive));
            seeds.add(mail.getBytes(StandardCharsets.UTF_8));
        }
        ArrivalFacts facts = ArrivalFacts.unknown(Instant.EPOCH);
        each(
                seeds,
                1_000,
                octets -> {
                    MailReading reading = Mails.read(octets);
                    assertThat(reading.text().length())
                            .isLessThanOrEqualTo(ReadingLimits.TEXT_CHARS);
                    ReadingTests.of(reading, facts);
                });
    }

    private interface Target {
        void read(byte[] octets);
    }

    private static void each(List<byte[]> seeds, int rounds, Target target) {
        Random random = new Random(SEED);
        seeds.forEach(target::read);
        for (int round = 0; round < rounds; round++) {
            byte[] octets = mutated(seeds, random);
            try {
                target.read(octets);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + SEED + " round " + round + ":\n" + latin1(octets), e);
            }
        }
    }

    /// Octets changed, left out, doubled, or taken from another seed; numbers made large.
    private static byte[] mutated(List<byte[]> seeds, Random random) {
        byte[] octets = seeds.get(random.nextInt(seeds.size())).clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && octets.length > 0; i++) {
            int from = random.nextInt(octets.length);
            int to = Math.min(octets.length, from + random.nextInt(16));
            switch (random.nextInt(6)) {
                case 0 -> octets[from] = (byte) random.nextInt(256);
                case 1 -> Arrays.fill(octets, from, to, (byte) (random.nextBoolean() ? -1 : 0));
                case 2 -> octets = spliced(octets, from, to, new byte[0]);
                case 3 ->
                        octets = spliced(octets, from, from, Arrays.copyOfRange(octets, from, to));
                case 4 -> octets = Arrays.copyOf(octets, from);
                default -> {
                    byte[] other = seeds.get(random.nextInt(seeds.size()));
                    int start = other.length == 0 ? 0 : random.nextInt(other.length);
                    int end = Math.min(other.length, start + random.nextInt(200));
                    octets = spliced(octets, from, to, Arrays.copyOfRange(other, start, end));
                }
            }
        }
        return octets;
    }

    private static byte[] spliced(byte[] octets, int from, int to, byte[] middle) {
        byte[] all = new byte[octets.length - (to - from) + middle.length];
        System.arraycopy(octets, 0, all, 0, from);
        System.arraycopy(middle, 0, all, from, middle.length);
        System.arraycopy(octets, to, all, from + middle.length, octets.length - to);
        return all;
    }

    private static List<byte[]> seeds(String folder) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }

    private static String utf8(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
