// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/// Messages that tests send, and how what comes back is compared with them.
final class Mails {
    private Mails() {}

    static byte[] plain(String subject, String body) {
        return ("From: alice@pabal.test\r\nTo: bob@pabal.test\r\nSubject: "
                        + subject
                        + "\r\nDate: Fri, 20 Nov 2026 10:00:00 +0900\r\nMessage-ID: <"
                        + Integer.toHexString((subject + body).hashCode())
                        + "@pabal.test>\r\n\r\n"
                        + body
                        + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A header section with raw octets of EUC-KR, as Korean senders of old wrote it (S29).
    static byte[] rawKorean() {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes(
                "From: alice@pabal.test\r\nTo: bob@pabal.test\r\nSubject: "
                        .getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes("아싸 반가워요".getBytes(Charset.forName("x-windows-949")));
        mail.writeBytes(
                "\r\nContent-Type: text/plain; charset=euc-kr\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes("본문도 한글\r\n".getBytes(Charset.forName("x-windows-949")));
        return mail.toByteArray();
    }

    /// A message with an attachment of about this many octets once encoded.
    static byte[] withAttachment(int octets) {
        byte[] content = new byte[octets / 4 * 3];
        new Random(20261120).nextBytes(content);
        ByteArrayOutputStream mail = new ByteArrayOutputStream(octets + octets / 30);
        mail.writeBytes(
                ("From: alice@pabal.test\r\nTo: bob@pabal.test\r\nSubject: a big one\r\n"
                                + "MIME-Version: 1.0\r\n"
                                + "Content-Type: multipart/mixed; boundary=\"edge\"\r\n\r\n"
                                + "--edge\r\nContent-Type: text/plain\r\n\r\nSee the"
                                + " attachment.\r\n.\r\n..dots\r\n--edge\r\n"
                                + "Content-Type: application/octet-stream\r\n"
                                + "Content-Transfer-Encoding: base64\r\n"
                                + "Content-Disposition: attachment; filename=\"big.bin\"\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes(Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encode(content));
        mail.writeBytes("\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII));
        return mail.toByteArray();
    }

    /// What a client got is what was sent, octet for octet, behind our trace fields.
    static void assertArrived(byte[] sent, byte[] got) {
        assertThat(got.length).as("octets that came back").isGreaterThan(sent.length);
        byte[] tail = new byte[sent.length];
        System.arraycopy(got, got.length - sent.length, tail, 0, sent.length);
        assertThat(tail).isEqualTo(sent);
        String trace = new String(got, 0, got.length - sent.length, StandardCharsets.ISO_8859_1);
        assertThat(trace).startsWith("Return-Path: <").contains("\r\nReceived: from ");
    }
}
