// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Base64;
import java.util.Random;

/// Measured by hand, not a test: how much CPU a scan takes.
///
/// Run `main` of this class on the test class path.
final class ScanSpeed {
    private static final int PIECE_OCTETS = 16 << 10;
    private static final String HEADER =
            "Return-Path: <alice@example.net>\r\n"
                    + "Received: from mx.example.net (mx.example.net [192.0.2.1])\r\n"
                    + "\tby mail.example.org with ESMTPS id 4f5g6h\r\n"
                    + "\t(TLS1.3) for <bob@example.org>; Thu, 13 Feb 2025 23:32:54 +0900\r\n"
                    + "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=sel; h=from:to:subject;\r\n"
                    + " bh="
                    + "A".repeat(44)
                    + ";\r\n b="
                    + "B".repeat(340)
                    + "\r\nMIME-Version: 1.0\r\nFrom: =?utf-8?B?7ZmN6ri464+Z?= <a@example.net>\r\n"
                    + "To: Bob <bob@example.org>\r\nSubject: =?utf-8?B?7ZqM7J2Y?=\r\n"
                    + "Date: Thu, 13 Feb 2025 23:32:50 +0900\r\nMessage-ID: <1234@example.net>\r\n";

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private ScanSpeed() {}

    public static void main(String[] arguments) {
        run("plain 4 KiB", plain(4 << 10), 50_000);
        run("alternative 4 KiB", alternative(), 50_000);
        run("base64 20 MiB", attachment(15 << 20), 40);
        run("plain 20 MiB", plain(20 << 20), 40);
    }

    private static byte[] plain(int octets) {
        String line = "The quick brown fox jumps over the lazy dog, and does so again today.\r\n";
        String header = HEADER + "Content-Type: text/plain; charset=utf-8\r\n\r\n";
        return Samples.latin1(header + line.repeat((octets - header.length()) / line.length()));
    }

    private static byte[] alternative() {
        String text =
                base64(
                        "안녕하세요, 회의 자료를 보냅니다. "
                                .repeat(20)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Samples.latin1(
                HEADER
                        + "Content-Type: multipart/alternative; boundary=\"=_b0\"\r\n\r\n--=_b0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + text
                        + "\r\n--=_b0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                        + "<p>some html text in a line</p>\r\n".repeat(30)
                        + "\r\n--=_b0--\r\n");
    }

    private static byte[] attachment(int octets) {
        byte[] data = new byte[octets];
        new Random(1).nextBytes(data);
        return Samples.latin1(
                HEADER
                        + "Content-Type: multipart/mixed; boundary=\"=_b0\"\r\n\r\n--=_b0\r\n\r\n"
                        + "See the attachment.\r\n--=_b0\r\nContent-Type: application/pdf\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + base64(data)
                        + "\r\n--=_b0--\r\n");
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder().encodeToString(octets);
    }

    private static void run(String name, byte[] message, int times) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long start = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                var scanner = new MessageScanner();
                for (int at = 0; at < message.length; at += PIECE_OCTETS) {
                    scanner.write(message, at, Math.min(PIECE_OCTETS, message.length - at));
                }
                scanner.finish();
            }
            best = Math.min(best, (CPU.getCurrentThreadCpuTime() - start) / times);
        }
        System.out.printf(
                "%-20s %8d octets  %10.1f us  %8.0f MB/s%n",
                name, message.length, best / 1e3, message.length * 1e3 / best);
    }
}
