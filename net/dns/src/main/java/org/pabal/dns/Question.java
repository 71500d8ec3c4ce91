// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/// One question for the DNS: a name, a type of record, and how such a record is read.
///
/// @param <T> what a record says
public final class Question<T> {

    /// The types of record that mail needs.
    public enum Type {
        A(org.xbill.DNS.Type.A),
        AAAA(org.xbill.DNS.Type.AAAA),
        CNAME(org.xbill.DNS.Type.CNAME),
        MX(org.xbill.DNS.Type.MX),
        NS(org.xbill.DNS.Type.NS),
        PTR(org.xbill.DNS.Type.PTR),
        SRV(org.xbill.DNS.Type.SRV),
        TLSA(org.xbill.DNS.Type.TLSA),
        TXT(org.xbill.DNS.Type.TXT);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private final String name;
    private final Type type;
    private final Function<Record, Optional<T>> reading;

    private Question(String name, Type type, Function<Record, Optional<T>> reading) {
        this.name = name;
        this.type = type;
        this.reading = reading;
    }

    public static Question<InetAddress> a(String host) {
        return new Question<>(host, Type.A, Question::address);
    }

    public static Question<InetAddress> aaaa(String host) {
        return new Question<>(host, Type.AAAA, Question::address);
    }

    /// Whether a name is an alias, and of what; one step.
    public static Question<String> cname(String host) {
        return new Question<>(
                host,
                Type.CNAME,
                one ->
                        one instanceof CNAMERecord alias
                                ? Optional.of(text(alias.getTarget()))
                                : Optional.empty());
    }

    public static Question<MailExchanger> mx(String domain) {
        return new Question<>(
                domain,
                Type.MX,
                one ->
                        one instanceof MXRecord mx
                                ? Optional.of(
                                        new MailExchanger(mx.getPriority(), text(mx.getTarget())))
                                : Optional.empty());
    }

    /// The names of a zone's own servers; none for a name that is no zone. RFC 1035 §3.3.11
    public static Question<String> ns(String zone) {
        return new Question<>(
                zone,
                Type.NS,
                one ->
                        one instanceof NSRecord server
                                ? Optional.of(text(server.getTarget()))
                                : Optional.empty());
    }

    /// The names of an address. RFC 1035 §3.5, RFC 3596 §2.5.
    public static Question<String> ptr(InetAddress address) {
        return new Question<>(
                text(ReverseMap.fromAddress(address)),
                Type.PTR,
                one ->
                        one instanceof PTRRecord pointer
                                ? Optional.of(text(pointer.getTarget()))
                                : Optional.empty());
    }

    /// Where a service of a domain is had, in no order that means anything: {@link
    /// ServiceHost#inOrder} has it.
    ///
    /// @param name such as `_imaps._tcp.example.org`. RFC 2782
    public static Question<ServiceHost> srv(String name) {
        return new Question<>(
                name,
                Type.SRV,
                one ->
                        one instanceof SRVRecord srv
                                ? Optional.of(
                                        new ServiceHost(
                                                srv.getPriority(),
                                                srv.getWeight(),
                                                srv.getPort(),
                                                text(srv.getTarget())))
                                : Optional.empty());
    }

    /// @param name such as `_25._tcp.mx.example.org`. RFC 6698 §3
    public static Question<Tlsa> tlsa(String name) {
        return new Question<>(name, Type.TLSA, Question::tlsa);
    }

    /// See {@link Resolver#txt}.
    public static Question<String> txt(String name) {
        return new Question<>(name, Type.TXT, Question::joined);
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    @Override
    public String toString() {
        return name + " " + type;
    }

    /// The name from the root, in A-labels; empty for what can be no name.
    Optional<Name> parsedName() {
        return parse(name);
    }

    /// Visible ASCII and the space, which the macros of SPF can bring into a name (RFC 7208 §7.1);
    /// what dnsjava would read as more than itself is escaped. RFC 1035 §5.1.
    static Optional<Name> parse(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Name.fromString(text.replace("\\", "\\092").replace("@", "\\064"), Name.root));
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }

    /// What records of this name and type say.
    Answer<T> read(List<Record> records) {
        List<T> read = records.stream().flatMap(one -> reading.apply(one).stream()).toList();
        if (type == Type.MX) {
            read = exchangers(read);
        }
        return read.isEmpty() ? new Answer.NoData<>() : new Answer.Found<>(read);
    }

    /// A null MX beside others breaks RFC 7505 §3 and is passed over.
    private static <T> List<T> exchangers(List<T> read) {
        boolean others = read.stream().anyMatch(one -> !isNull(one));
        return read.stream()
                .filter(one -> !others || !isNull(one))
                .sorted(
                        Comparator.comparingInt(
                                one -> one instanceof MailExchanger mx ? mx.preference() : 0))
                .toList();
    }

    private static boolean isNull(Object one) {
        return one instanceof MailExchanger(_, var host) && host.equals(".");
    }

    private static Optional<InetAddress> address(Record one) {
        return switch (one) {
            case ARecord four -> Optional.of(withoutName(four.getAddress()));
            case AAAARecord six -> Optional.of(withoutName(six.getAddress()));
            default -> Optional.empty();
        };
    }

    private static InetAddress withoutName(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("an address is as long as an address", e);
        }
    }

    private static Optional<Tlsa> tlsa(Record one) {
        return one instanceof TLSARecord tlsa
                ? Optional.of(
                        new Tlsa(
                                tlsa.getCertificateUsage(),
                                tlsa.getSelector(),
                                tlsa.getMatchingType(),
                                HexFormat.of().formatHex(tlsa.getCertificateAssociationData())))
                : Optional.empty();
    }

    private static Optional<String> joined(Record one) {
        if (!(one instanceof TXTRecord txt)) {
            return Optional.empty();
        }
        var octets = new ByteArrayOutputStream();
        txt.getStringsAsByteArrays().forEach(octets::writeBytes);
        return Optional.of(octets.toString(StandardCharsets.ISO_8859_1));
    }

    /// Without the final dot, but for the root itself.
    static String text(Name name) {
        return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
    }
}
