// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit.korean;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Composes Korean mails from templates and lists of words: bills, meetings, school, parcels,
/// newsletters and letters between people; loans, gambling, phishing, stock tips, sham subsidies,
/// adult offers, with the spellings that are meant to pass filters.
///
/// What is to be learnt and what is to be judged come from different templates, which share lists of
/// words but few sentences. It is made up by the authors of the filter that is measured with it: a
/// figure of it shows that Korean works at all, not how well a filter would do on the mail of real people.
/// The same seed makes the same mails.
public final class KoreanMails {
    /// Which templates.
    public enum Part {
        LEARN,
        JUDGE
    }

    private static final Charset WINDOWS_949 = Charset.forName("windows-949");
    private static final Instant FIRST = Instant.parse("2026-01-05T00:00:00Z");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneId.of("+0900"));

    private final Map<String, String[]> words = new HashMap<>();
    private final Random random;
    private int made;

    public KoreanMails(long seed) {
        this.random = new Random(seed);
        for (String line : resource("words.txt").split("\n")) {
            int equals = line.indexOf(" = ");
            if (equals > 0 && !line.startsWith("#")) {
                words.put(line.substring(0, equals), line.substring(equals + 3).split(" \\| "));
            }
        }
    }

    /// Mails as they go over the wire.
    public List<byte[]> mails(Part part, boolean spam, int count) {
        String name = (spam ? "spam-" : "ham-") + part.name().toLowerCase(Locale.ROOT) + ".txt";
        List<String> templates =
                List.of(resource(name).replaceAll("(?m)^#.*\n", "").strip().split("\n---\n"));
        List<byte[]> mails = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            mails.add(mail(templates.get(random.nextInt(templates.size())), spam));
        }
        return mails;
    }

    private byte[] mail(String template, boolean spam) {
        String[] lines = filled(template).split("\n", 3);
        int address = lines[0].indexOf('<');
        Charset charset = random.nextInt(4) == 0 ? WINDOWS_949 : StandardCharsets.UTF_8;
        boolean html = random.nextInt(spam ? 2 : 4) == 0;
        String label = charset.equals(WINDOWS_949) ? "ks_c_5601-1987" : "utf-8";
        String domain = lines[0].substring(lines[0].indexOf('@') + 1).replace(">", "");
        Instant at = FIRST.plusSeconds(made++ * 3_571L);
        StringBuilder header = new StringBuilder();
        header.append("Received: from mx.").append(domain).append(" (mx.").append(domain);
        header.append(" [")
                .append(place(spam))
                .append("])\r\n\tby mail.receiver.example with ESMTP;");
        header.append("\r\n\t").append(DATE.format(at)).append("\r\n");
        header.append("From: ")
                .append(word(lines[0].substring(0, address).strip(), charset, label));
        header.append(' ').append(lines[0].substring(address)).append("\r\n");
        header.append("To: <owner@receiver.example>\r\n");
        header.append("Subject: ").append(word(lines[1], charset, label)).append("\r\n");
        header.append("Date: ").append(DATE.format(at)).append("\r\n");
        header.append("Message-ID: <").append(made).append('.').append(random.nextInt(1 << 30));
        header.append('@').append(domain).append(">\r\nMIME-Version: 1.0\r\n");
        header.append("Content-Type: text/").append(html ? "html" : "plain");
        header.append("; charset=").append(label).append("\r\n");
        header.append("Content-Transfer-Encoding: base64\r\n\r\n");
        String body = html ? html(lines[2]) : lines[2];
        String encoded =
                Base64.getMimeEncoder()
                        .encodeToString(body.replace("\n", "\r\n").getBytes(charset));
        return (header + encoded + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// Addresses for documentation, RFC 5737, the same networks for both kinds.
    private String place(boolean spam) {
        String[] networks = {"192.0.2.", "198.51.100.", "203.0.113."};
        return networks[random.nextInt(3)] + random.nextInt(spam ? 256 : 128);
    }

    private static String word(String text, Charset charset, String label) {
        StringBuilder words = new StringBuilder();
        for (int at = 0; at < text.length(); at += 12) {
            String piece = text.substring(at, Math.min(at + 12, text.length()));
            words.append(at == 0 ? "" : "\r\n ").append("=?").append(label).append("?B?");
            words.append(Base64.getEncoder().encodeToString(piece.getBytes(charset))).append("?=");
        }
        return words.toString();
    }

    private static String html(String text) {
        return "<html><body><p>"
                + text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "</p>\n<p>")
                + "</p></body></html>";
    }

    /// Slots are filled until none is left; those in words too.
    private String filled(String template) {
        String text = template;
        for (int start = text.indexOf('{'); start >= 0; start = text.indexOf('{')) {
            int end = text.indexOf('}', start);
            text =
                    text.substring(0, start)
                            + slot(text.substring(start + 1, end))
                            + text.substring(end + 1);
        }
        return text;
    }

    private String slot(String name) {
        return switch (name) {
            case "num" -> Integer.toString(100 + random.nextInt(9_900));
            case "month" -> Integer.toString(1 + random.nextInt(12));
            case "date" -> Integer.toString(1 + random.nextInt(28));
            case "id" -> id();
            default -> {
                String[] among = Objects.requireNonNull(words.get(name), name);
                yield among[random.nextInt(among.length)];
            }
        };
    }

    private String id() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            id.append("bcdghjkmnpst".charAt(random.nextInt(12)))
                    .append("aeiou".charAt(random.nextInt(5)));
        }
        return id.toString();
    }

    private static String resource(String name) {
        try (InputStream in = KoreanMails.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
