// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups.Group;
import org.pabal.directory.Language;
import org.pabal.directory.LoginRule;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.Role;
import org.pabal.directory.WhoMaySend;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Keys and values of accounts, domains and aliases.
public final class DirectoryFormat {
    public static final byte ACCOUNT = 'A';
    public static final byte CREDENTIAL = 'C';
    public static final byte DOMAIN = 'D';
    public static final byte DOMAIN_ALIAS = 'E';
    public static final byte GRANT = 'G';
    public static final byte GROUP = 'H';
    public static final byte ALIAS = 'L';
    public static final byte OWN_ALIAS = 'O';
    public static final byte APP_PASSWORD = 'P';
    private static final byte NEXT_ID = 'N';
    private static final byte SECRET = 'S';

    private DirectoryFormat() {}

    public static byte[] accountKey(AccountId id) {
        return ByteBuffer.allocate(9).put(ACCOUNT).putLong(id.value()).array();
    }

    public static byte[] credentialKey(AccountId id) {
        return ByteBuffer.allocate(9).put(CREDENTIAL).putLong(id.value()).array();
    }

    public static byte[] domainKey(Domain domain) {
        return named(DOMAIN, domain.name());
    }

    /// @param name may begin with `*.`
    public static byte[] domainAliasKey(Domain name) {
        return named(DOMAIN_ALIAS, name.name());
    }

    public static byte[] aliasKey(Address address) {
        return named(ALIAS, address.domain().name() + "\0" + address.localPart());
    }

    public static byte[] ownAliasKey(Address address) {
        return named(OWN_ALIAS, address.domain().name() + "\0" + address.localPart());
    }

    /// @param sendAs in lookup form
    public static byte[] grantKey(AccountId id, Address sendAs) {
        byte[] name =
                (sendAs.domain().name() + "\0" + sendAs.localPart())
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(9 + name.length)
                .put(GRANT)
                .putLong(id.value())
                .put(name)
                .array();
    }

    public static byte[] groupKey(GroupId id) {
        return ByteBuffer.allocate(9).put(GROUP).putLong(id.value()).array();
    }

    /// @param name of the app password
    public static byte[] appPasswordKey(AccountId id, String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(9 + octets.length).put(appPasswordsKey(id)).put(octets).array();
    }

    /// What the keys of all app passwords of an account begin with.
    public static byte[] appPasswordsKey(AccountId id) {
        return ByteBuffer.allocate(9).put(APP_PASSWORD).putLong(id.value()).array();
    }

    public static AccountId grantAccount(byte[] key) {
        return new AccountId(ByteBuffer.wrap(key, 1, 8).getLong());
    }

    /// @param domains gives the one instance of a domain that all its addresses share
    public static Address grantSendAs(byte[] key, Function<String, Domain> domains) {
        return address(new String(key, 9, key.length - 9, StandardCharsets.UTF_8), domains);
    }

    public static byte[] nextIdKey() {
        return new byte[] {NEXT_ID};
    }

    public static byte[] secretKey() {
        return new byte[] {SECRET};
    }

    /// What stands behind the letter of a key.
    public static String nameIn(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    /// Of a domain or a grant: that it is there.
    public static byte[] encodePresence() {
        return new RecordWriter().toOctets();
    }

    public static byte[] encodeText(String text) {
        return new RecordWriter().text(text).toOctets();
    }

    public static String decodeText(String name, byte[] value) {
        return new RecordReader(name, value).text();
    }

    public static byte[] encodeNumber(long number) {
        return new RecordWriter().number(number).toOctets();
    }

    public static long decodeNumber(String name, byte[] value) {
        return new RecordReader(name, value).number();
    }

    public static byte[] encodeOctets(byte[] octets) {
        return new RecordWriter().octets(octets).toOctets();
    }

    public static byte[] decodeOctets(String name, byte[] value) {
        return new RecordReader(name, value).octets();
    }

    public static byte[] encode(Account account) {
        return new RecordWriter()
                .number(account.enabled() ? 1 : 0)
                .text(account.address().localPart())
                .text(account.address().domain().name())
                .text(account.displayName())
                .text(account.language().tag())
                .limit(account.quotaOctets())
                .limit(account.quotaMessages())
                .text(account.role().name())
                .text(account.host().orElse(""))
                .limit(account.limits().mailsPerHour())
                .limit(account.limits().recipientsPerDay())
                .limit(account.limits().sessions())
                .limit(account.limits().messageOctets())
                .text(account.loginRule().name())
                .toOctets();
    }

    /// @param domains gives the one instance of a domain that all its accounts share
    public static Account decodeAccount(
            byte[] key, byte[] value, Function<String, Domain> domains) {
        AccountId id = new AccountId(ByteBuffer.wrap(key, 1, 8).getLong());
        RecordReader in = new RecordReader("account " + id, value);
        boolean enabled = in.number() == 1;
        Address address = new Address(in.text(), domains.apply(in.text()));
        String displayName = in.text();
        Language language = "ko".equals(in.text()) ? Language.KOREAN : Language.ENGLISH;
        OptionalLong octets = in.limit();
        OptionalLong messages = in.limit();
        Role role = Role.valueOf(in.text());
        Optional<String> host = Optional.of(in.text()).filter(name -> !name.isEmpty());
        AccountLimits limits = new AccountLimits(in.limit(), in.limit(), in.limit(), in.limit());
        return new Account(
                id,
                address,
                displayName,
                language,
                octets,
                messages,
                enabled,
                role,
                host,
                limits.equals(AccountLimits.NONE) ? AccountLimits.NONE : limits,
                LoginRule.valueOf(in.text()));
    }

    public static byte[] encode(Alias alias) {
        RecordWriter out = new RecordWriter().number(alias.targets().size());
        alias.targets().forEach(target -> address(out, target));
        out.number(alias.owner().isPresent() ? 1 : 0);
        alias.owner().ifPresent(owner -> address(out, owner));
        return out.text(alias.senders().map(Enum::name).orElse("")).toOctets();
    }

    private static void address(RecordWriter out, Address address) {
        out.text(address.localPart()).text(address.domain().name());
    }

    private static Address aliasAddress(byte[] key, Function<String, Domain> domains) {
        return address(nameIn(key), domains);
    }

    private static Address address(String name, Function<String, Domain> domains) {
        int nul = name.indexOf('\0');
        return new Address(name.substring(nul + 1), domains.apply(name.substring(0, nul)));
    }

    /// @param domains as above
    public static Alias decodeAlias(byte[] key, byte[] value, Function<String, Domain> domains) {
        RecordReader in = new RecordReader("alias " + nameIn(key).replace('\0', ' '), value);
        List<Address> targets = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            targets.add(new Address(in.text(), domains.apply(in.text())));
        }
        Optional<Address> owner =
                in.number() == 0
                        ? Optional.empty()
                        : Optional.of(new Address(in.text(), domains.apply(in.text())));
        Optional<WhoMaySend> senders =
                Optional.of(in.text()).filter(name -> !name.isEmpty()).map(WhoMaySend::valueOf);
        return new Alias(aliasAddress(key, domains), List.copyOf(targets), owner, senders);
    }

    public static byte[] encode(Group group) {
        RecordWriter out = new RecordWriter();
        address(out, group.address());
        return out.toOctets();
    }

    /// @param domains as above
    public static Group decodeGroup(byte[] key, byte[] value, Function<String, Domain> domains) {
        GroupId id = new GroupId(ByteBuffer.wrap(key, 1, 8).getLong());
        RecordReader in = new RecordReader("group " + id, value);
        return new Group(id, new Address(in.text(), domains.apply(in.text())));
    }

    public static byte[] encode(OwnAlias alias) {
        return new RecordWriter()
                .number(alias.account().value())
                .number(alias.made().getEpochSecond())
                .number(seconds(alias.expires()))
                .number(alias.enabled() ? 1 : 0)
                .text(alias.note())
                .number(seconds(alias.givenUp()))
                .toOctets();
    }

    private static long seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).orElse(0L);
    }

    private static Optional<Instant> time(long seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /// @param domains as above
    public static OwnAlias decodeOwnAlias(
            byte[] key, byte[] value, Function<String, Domain> domains) {
        RecordReader in = new RecordReader("own alias " + nameIn(key).replace('\0', ' '), value);
        return new OwnAlias(
                aliasAddress(key, domains),
                new AccountId(in.number()),
                Instant.ofEpochSecond(in.number()),
                time(in.number()),
                in.number() == 1,
                in.text(),
                time(in.number()));
    }

    private static byte[] named(byte kind, String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + octets.length).put(kind).put(octets).array();
    }
}
