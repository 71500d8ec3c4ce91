// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// `mailauth`: DKIM signatures made and verified, side by side with OpenDKIM's library and dkimpy.
///
/// Each program has one message in memory and works on it again and again, on one thread, with the
/// key's record at hand: RSA of 2,048 bits, relaxed/relaxed.
public final class MailauthBenchmark {
    private static final int ROUNDS = 3;
    private static final Path SOURCES = Path.of("testing/benchmarks/src/main");

    private final Path folder;
    private final Path key;
    private final Path zone;
    private final Path records;
    private final Path openDkim;

    private MailauthBenchmark(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.key = folder.resolve("key.pem");
        Shell.run("openssl", "genrsa", "-out", key.toString(), "2048");
        String point =
                Shell.run("openssl", "rsa", "-in", key.toString(), "-pubout")
                        .replaceAll("(?m)^(-----|writing).*$", "")
                        .replaceAll("\\s", "");
        this.zone =
                Files.writeString(
                        folder.resolve("zone"),
                        "rsa._domainkey.example.org TXT \"v=DKIM1; k=rsa; p="
                                + point.substring(0, 200)
                                + "\" \""
                                + point.substring(200)
                                + "\"\n");
        this.records =
                Files.writeString(
                        folder.resolve("records"),
                        "rsa._domainkey.example.org v=DKIM1; k=rsa; p=" + point + "\n");
        this.openDkim = folder.resolve("opendkim");
        Shell.run(
                "gcc",
                "-O2",
                "-o",
                openDkim.toString(),
                SOURCES.resolve("c/opendkim.c").toString(),
                "-lopendkim");
    }

    /// Run from the root of the checkout: `testing/benchmarks/run mailauth`.
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "mailauth");
        MailauthBenchmark benchmark = new MailauthBenchmark(folder);
        System.out.println(
                "| one thread | Pabal | OpenDKIM's library | dkimpy | **ratio** to the better |");
        System.out.println("|---|---|---|---|---|");
        benchmark.row("verify", 4 << 10, 20_000);
        benchmark.row("verify", 1 << 20, 600);
        benchmark.row("sign", 4 << 10, 3_000);
        benchmark.row("sign", 1 << 20, 600);
    }

    private void row(String what, int octets, int count) throws IOException, InterruptedException {
        Path message = message(octets);
        if (what.equals("verify")) {
            Path signed = folder.resolve("signed");
            python("once", message, signed.toString(), key);
            message = signed;
        }
        Path other = what.equals("verify") ? records : key;
        List<Double> ours = new ArrayList<>();
        List<Double> openDkims = new ArrayList<>();
        List<Double> dkimpys = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ours.add(java(what, message, count, what.equals("verify") ? zone : key));
            openDkims.add(
                    rate(
                            openDkim.toString(),
                            what,
                            message.toString(),
                            Integer.toString(count),
                            other.toString()));
            dkimpys.add(
                    Double.parseDouble(
                            python(what, message, Integer.toString(count / 10), other).strip()));
        }
        double best = Math.max(median(openDkims), median(dkimpys));
        System.out.printf(
                Locale.ROOT,
                "| %s %d KiB, messages/s | %.0f | %.0f | %.0f | **%.2f** |%n",
                what,
                octets >> 10,
                median(ours),
                median(openDkims),
                median(dkimpys),
                median(ours) / best);
    }

    private Path message(int octets) throws IOException {
        StringBuilder text = new StringBuilder(octets + 1024);
        text.append(
                        "Received: from a.example (a.example [192.0.2.1])\r\n\tby b.example with ESMTPS")
                .append(" id 1; Mon, 1 Jan 2024 01:02:03 +0900\r\n")
                .append("From: Alice <alice@example.org>\r\nTo: bob@example.net\r\n")
                .append("Subject: the agenda of the meeting\r\nMessage-ID: <1@example.org>\r\n")
                .append("Date: Mon, 01 Jan 2024 01:02:03 +0900\r\nMIME-Version: 1.0\r\n")
                .append("Content-Type: text/plain; charset=us-ascii\r\n\r\n");
        Random random = new Random(1);
        while (text.length() < octets) {
            for (int word = 0; word < 12; word++) {
                int letters = 2 + random.nextInt(8);
                for (int i = 0; i < letters; i++) {
                    text.append((char) ('a' + random.nextInt(26)));
                }
                text.append(word < 11 ? " " : "\r\n");
            }
        }
        return Files.writeString(folder.resolve("message"), text, StandardCharsets.US_ASCII);
    }

    private static double java(String what, Path message, int count, Path other)
            throws IOException, InterruptedException {
        return rate(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MailauthProgram.class.getName(),
                what,
                message.toString(),
                Integer.toString(count),
                other.toString());
    }

    private static String python(String what, Path message, String third, Path other)
            throws IOException, InterruptedException {
        return Shell.run(
                "/usr/bin/python3",
                SOURCES.resolve("python/dkimpy.py").toString(),
                what,
                message.toString(),
                third,
                other.toString());
    }

    private static double rate(String... command) throws IOException, InterruptedException {
        return Double.parseDouble(Shell.run(command).strip());
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }
}
