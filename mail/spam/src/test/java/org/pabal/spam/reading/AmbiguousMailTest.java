// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.spam.reading.MailReading.Oddity;
import org.pabal.spam.reading.attachment.Attachment;
import org.pabal.spam.reading.attachment.Attachment.Trait;
import org.pabal.spam.reading.attachment.FileKind;

/// Mails that programs read differently. THREATS M07, M08.
class AmbiguousMailTest {
    private static final String PROGRAM =
            Base64.getEncoder()
                    .encodeToString(
                            ("MZ" + "\0".repeat(100)).getBytes(StandardCharsets.ISO_8859_1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/mixed; boundary=a\nContent-Type: multipart/mixed; boundary=b",
                "Content-Type: multipart/mixed; boundary=a; boundary=b",
                "Content-Type: multipart/mixed; boundary=b; boundary=a",
                "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b",
            })
    void filesOfEveryReadingAreLookedAt(String fields) {
        MailReading reading =
                Mails.read(
                        """
                        %s

                        --a
                        Content-Type: text/plain

                        Hello
                        --b
                        Content-Type: application/octet-stream
                        Content-Transfer-Encoding: base64

                        %s
                        --b--
                        --a--
                        """
                                .formatted(fields, PROGRAM));
        assertThat(reading.attachments())
                .anyMatch(each -> each.kind() == FileKind.WINDOWS_PROGRAM)
                .anyMatch(each -> each.traits().contains(Trait.PROGRAM));
    }

    @Test
    void bothOfTwoTransferEncodingsAreTried() {
        MailReading reading =
                Mails.read(
                        """
                        Content-Type: application/octet-stream; name=a.txt
                        Content-Transfer-Encoding: 7bit
                        Content-Transfer-Encoding: base64

                        %s
                        """
                                .formatted(PROGRAM));
        assertThat(reading.attachments())
                .extracting(Attachment::kind)
                .contains(FileKind.WINDOWS_PROGRAM);
    }

    /// What is looked at are the octets that a download gives.
    @Test
    void garbageInBase64IsReadAsADownloadReadsIt() {
        String garbled = PROGRAM.substring(0, 20) + "!!!<>\n" + PROGRAM.substring(20);
        MailReading reading =
                Mails.read(
                        """
                        Content-Type: application/octet-stream
                        Content-Transfer-Encoding: base64

                        %s
                        """
                                .formatted(garbled));
        byte[] download =
                TransferDecoding.decode("base64", garbled.getBytes(StandardCharsets.US_ASCII));
        assertThat(reading.attachments().getFirst().kind()).isEqualTo(FileKind.WINDOWS_PROGRAM);
        assertThat(reading.attachments().getFirst().octets()).isEqualTo(download.length);
        assertThat(reading.oddities()).contains(Oddity.GARBLED_ENCODING);
    }
}
