// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.pabal.mta.ledger.format.v1.LedgerOctets;
import org.pabal.storage.Entry;

/// Records between their types and their octets. Key: `r`, mail id, time in milliseconds, a number
/// that keeps the commits of one millisecond apart.
final class RecordFormat {
    private static final byte PREFIX = 'r';
    private static final int KEY_OCTETS = 1 + MailId.OCTETS + 6 + Integer.BYTES;

    private RecordFormat() {}

    /// All keys are at or after this one.
    static byte[] firstKey() {
        return new byte[] {PREFIX};
    }

    /// All keys are before this one.
    static byte[] endKey() {
        return new byte[] {PREFIX + 1};
    }

    /// Before all keys of the mail, after all keys of the ones before it.
    static byte[] firstKey(MailId mail) {
        ByteBuffer key = ByteBuffer.allocate(1 + MailId.OCTETS).put(PREFIX);
        mail.writeTo(key);
        return key.array();
    }

    static byte[] key(MailId mail, Instant at, int number) {
        ByteBuffer key = ByteBuffer.allocate(KEY_OCTETS).put(PREFIX);
        mail.writeTo(key);
        long millis = at.toEpochMilli();
        return key.putShort((short) (millis >>> 32)).putInt((int) millis).putInt(number).array();
    }

    static MailId mail(byte[] key) {
        return MailId.readFrom(ByteBuffer.wrap(key, 1, MailId.OCTETS));
    }

    /// @param records of one mail, at least one
    static byte[] value(List<LedgerRecord> records) {
        LedgerRecord first = records.getFirst();
        long base = first.at().toEpochMilli();
        List<LedgerOctets.Item> items = new ArrayList<>(records.size());
        for (LedgerRecord record : records) {
            List<LedgerOctets.NumberedText> facts = new ArrayList<>(record.facts().size());
            record.facts()
                    .forEach((fact, text) ->
                            facts.add(new LedgerOctets.NumberedText(fact.number(), text)));
            items.add(
                    new LedgerOctets.Item(
                            record.outcome().number(),
                            record.at().toEpochMilli() - base,
                            record.recipient(),
                            record.detail(),
                            record.queueId(),
                            facts));
        }
        return new LedgerOctets(first.session(), first.reversePath(), items).encode();
    }

    /// @throws IllegalArgumentException when the octets cannot be read
    static List<LedgerRecord> records(Entry stored) {
        ByteBuffer key = ByteBuffer.wrap(stored.key());
        key.get();
        MailId mail = MailId.readFrom(key);
        long base =
                Short.toUnsignedLong(key.getShort()) << 32 | Integer.toUnsignedLong(key.getInt());
        LedgerOctets octets = LedgerOctets.decode(stored.value());
        List<LedgerRecord> records = new ArrayList<>(octets.items().size());
        for (LedgerOctets.Item item : octets.items()) {
            records.add(
                    new LedgerRecord(
                            Instant.ofEpochMilli(base + item.millis()),
                            mail,
                            octets.session(),
                            octets.reversePath(),
                            item.recipient(),
                            LedgerRecord.Outcome.of(item.outcome()),
                            item.detail(),
                            item.queueId(),
                            facts(item)));
        }
        return records;
    }

    private static Map<Fact, String> facts(LedgerOctets.Item item) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        item.facts().forEach(fact -> facts.put(Fact.of(fact.number()), fact.text()));
        return facts;
    }
}
