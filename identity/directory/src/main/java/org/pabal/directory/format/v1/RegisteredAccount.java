// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.directory.source.SourceAccount;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// An account of another directory under the number that it has here, and what that directory said
/// of it last.
///
/// @param quotaOctets set here, for a directory that says nothing of it
/// @param quotaMessages likewise
public record RegisteredAccount(
        AccountId id,
        String source,
        SourceAccount known,
        OptionalLong quotaOctets,
        OptionalLong quotaMessages) {

    /// The letter of the records by number.
    public static final byte BY_NUMBER = 'R';

    /// The letter of the numbers by what tells one account of a source from another.
    public static final byte BY_KEY = 'X';

    public static byte[] numberKey(AccountId id) {
        return ByteBuffer.allocate(9).put(BY_NUMBER).putLong(id.value()).array();
    }

    /// @param source has no NUL in it, as any name of a table
    public static byte[] keyKey(String source, String key) {
        byte[] name = (source + "\0" + key).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + name.length).put(BY_KEY).put(name).array();
    }

    public RegisteredAccount with(SourceAccount other) {
        return new RegisteredAccount(id, source, other, quotaOctets, quotaMessages);
    }

    public RegisteredAccount withQuota(OptionalLong octets, OptionalLong messages) {
        return new RegisteredAccount(id, source, known, octets, messages);
    }

    public byte[] encode() {
        RecordWriter out =
                new RecordWriter()
                        .text(source)
                        .text(known.key())
                        .text(known.address().localPart())
                        .text(known.address().domain().name())
                        .text(known.locator())
                        .text(known.displayName())
                        .text(known.language().map(Language::tag).orElse(""));
        limit(out, known.quotaOctets());
        limit(out, known.quotaMessages());
        out.number(known.enabled() ? 1 : 0).text(known.role().name()).text(known.host().orElse(""));
        limit(out, quotaOctets);
        limit(out, quotaMessages);
        return out.toOctets();
    }

    private static void limit(RecordWriter out, OptionalLong limit) {
        out.number(limit.isPresent() ? 1 : 0).number(limit.orElse(0));
    }

    public static RegisteredAccount decode(byte[] key, byte[] value) {
        AccountId id = new AccountId(ByteBuffer.wrap(key, 1, 8).getLong());
        RecordReader in = new RecordReader("registered account " + id, value);
        String source = in.text();
        SourceAccount known =
                new SourceAccount(
                        in.text(),
                        new Address(in.text(), new Domain(in.text())),
                        in.text(),
                        in.text(),
                        language(in.text()),
                        limit(in),
                        limit(in),
                        in.number() == 1,
                        Role.valueOf(in.text()),
                        Optional.of(in.text()).filter(host -> !host.isEmpty()));
        return new RegisteredAccount(id, source, known, limit(in), limit(in));
    }

    private static Optional<Language> language(String tag) {
        for (Language language : Language.values()) {
            if (language.tag().equals(tag)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    private static OptionalLong limit(RecordReader in) {
        boolean limited = in.number() == 1;
        long limit = in.number();
        return limited ? OptionalLong.of(limit) : OptionalLong.empty();
    }
}
