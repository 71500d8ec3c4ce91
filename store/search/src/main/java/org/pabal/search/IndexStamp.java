// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Stretch;

/// What a commit of an index says of itself.
///
/// @param newest all messages of the account up to this one are in it
/// @param trait of that message: an index of another store's account does not have the same one
/// @param boot of the machine at the time of the commit
record IndexStamp(EmailId newest, String trait, String boot) {
    /// To be raised with every change of what is indexed: fields, grams, what
    /// {@link org.pabal.mailbox.text.MessageText} or
    /// {@link org.pabal.message.mime.UnicodeCasemap} gives. The tables of Unicode and of charsets
    /// are those of the Java version, which counts as well.
    private static final String FORMAT = "1-" + Runtime.version().feature();

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /// Of this boot; where the system does not tell, each start of the server counts as one.
    static final String BOOT = readBoot();

    static final IndexStamp NONE = of(new EmailId(0));

    /// The newest one is gone already.
    static IndexStamp of(EmailId newest) {
        return new IndexStamp(newest, "", BOOT);
    }

    static IndexStamp of(StoredMessage newest) {
        return new IndexStamp(newest.id(), trait(newest), BOOT);
    }

    private static String trait(StoredMessage message) {
        Stretch envelope = message.envelope();
        CRC32 sum = new CRC32();
        sum.update(envelope.octets(), envelope.offset(), envelope.length());
        return message.internalDate().getEpochSecond()
                + "-"
                + message.octets()
                + "-"
                + sum.getValue();
    }

    /// Empty for an index that another version made.
    static Optional<IndexStamp> read(Map<String, String> data) {
        try {
            return FORMAT.equals(data.get("format"))
                    ? Optional.of(
                            new IndexStamp(
                                    new EmailId(Long.parseLong(data.getOrDefault("newest", ""))),
                                    data.getOrDefault("trait", ""),
                                    data.getOrDefault("boot", "")))
                    : Optional.empty();
        } catch (NumberFormatException broken) {
            return Optional.empty();
        }
    }

    Map<String, String> data() {
        return Map.of(
                "format",
                FORMAT,
                "newest",
                Long.toString(newest.value()),
                "trait",
                trait,
                "boot",
                boot);
    }

    boolean isOfThisBoot() {
        return boot.equals(BOOT);
    }

    /// False when the store was exchanged for another or an older one.
    boolean fits(AccountMailboxes account) {
        if (newest.compareTo(account.newest()) > 0) {
            return false;
        }
        List<StoredMessage> there = account.messages(List.of(newest));
        return there.isEmpty() || trait(there.getFirst()).equals(trait);
    }

    private static String readBoot() {
        try {
            return Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip();
        } catch (IOException notLinux) {
            return UUID.randomUUID().toString();
        }
    }
}
