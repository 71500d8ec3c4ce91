// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A tree of zones, signed or not, as a name server without validation would answer for them to who
/// wants signatures. Signatures are good from a day before to a day after one moment.
final class SignedZones {

    private static final int TTL = 300;

    private final Instant signedAt;
    private final Map<Name, Zone> zones = new LinkedHashMap<>();

    SignedZones(Instant signedAt) {
        this.signedAt = signedAt;
    }

    private static final class Zone {
        final Name apex;
        final Optional<KeyPair> keys;
        final int algorithm;
        final TreeMap<Name, Map<Integer, RRset>> sets = new TreeMap<>();

        Zone(Name apex, Optional<KeyPair> keys, int algorithm) {
            this.apex = apex;
            this.keys = keys;
            this.algorithm = algorithm;
        }

        void add(Record one) {
            sets.computeIfAbsent(one.getName(), _ -> new TreeMap<>())
                    .computeIfAbsent(one.getType(), _ -> new RRset())
                    .addRR(one);
        }
    }

    /// @param algorithm of {@link DNSSEC.Algorithm}; 0 for a zone that is not signed
    SignedZones zone(String apex, int algorithm, String... records) {
        Name name = FakeNameServer.parse(apex + " 0 A 192.0.2.1").getName();
        Zone zone = new Zone(name, keys(algorithm), algorithm);
        zone.add(record(apex, "SOA ns. hostmaster. 1 7200 3600 1209600 300"));
        zone.add(record(apex, "NS ns."));
        for (String text : records) {
            String[] words = text.split(" ", 2);
            zone.add(record(words[0], words[1]));
        }
        zone.keys.ifPresent(_ -> zone.add(key(zone)));
        zones.put(name, zone);
        return this;
    }

    private static Record record(String name, String text) {
        return FakeNameServer.parse(name + " " + TTL + " " + text);
    }

    private static Optional<KeyPair> keys(int algorithm) {
        try {
            return switch (algorithm) {
                case 0 -> Optional.empty();
                case DNSSEC.Algorithm.RSASHA256 -> {
                    var generator = KeyPairGenerator.getInstance("RSA");
                    generator.initialize(2048);
                    yield Optional.of(generator.generateKeyPair());
                }
                case DNSSEC.Algorithm.ECDSAP256SHA256 -> {
                    var generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                    yield Optional.of(generator.generateKeyPair());
                }
                default -> Optional.of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DNSKEYRecord key(Zone zone) {
        try {
            return new DNSKEYRecord(
                    zone.apex,
                    DClass.IN,
                    TTL,
                    DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                    DNSKEYRecord.Protocol.DNSSEC,
                    zone.algorithm,
                    zone.keys.orElseThrow().getPublic());
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Hangs the zones under each other and signs them.
    ///
    /// @return the trust anchor of the root
    String sign() {
        zones.values().stream()
                .sorted(Comparator.comparing((Zone zone) -> zone.apex.labels()).reversed())
                .forEach(this::delegate);
        zones.values().forEach(this::sign);
        return digest(zones.get(Name.root)).toString();
    }

    private void delegate(Zone zone) {
        if (!zone.apex.equals(Name.root)) {
            Zone parent = holding(new Name(zone.apex, 1));
            parent.add(record(zone.apex.toString(), "NS ns."));
            if (zone.keys.isPresent()) {
                parent.add(digest(zone));
            }
        }
    }

    private static DSRecord digest(Zone zone) {
        return new DSRecord(zone.apex, DClass.IN, TTL, DNSSEC.Digest.SHA256, key(zone));
    }

    private void sign(Zone zone) {
        if (zone.keys.isEmpty()) {
            return;
        }
        List<Name> names = new ArrayList<>(new TreeSet<>(zone.sets.keySet()));
        for (int i = 0; i < names.size(); i++) {
            Name name = names.get(i);
            List<Integer> types = new ArrayList<>(zone.sets.get(name).keySet());
            types.addAll(List.of(Type.RRSIG, Type.NSEC));
            zone.add(
                    new NSECRecord(
                            name,
                            DClass.IN,
                            TTL,
                            names.get((i + 1) % names.size()),
                            types.stream().mapToInt(Integer::intValue).toArray()));
        }
        zone.sets.forEach((name, sets) -> sets.values().forEach(set -> sign(zone, set)));
    }

    private void sign(Zone zone, RRset set) {
        if (set.getType() == Type.NS && !set.getName().equals(zone.apex)) {
            return; // of the child
        }
        try {
            set.addRR(
                    DNSSEC.sign(
                            set,
                            key(zone),
                            zone.keys.orElseThrow().getPrivate(),
                            signedAt.minusSeconds(86_400),
                            signedAt.plusSeconds(86_400)));
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    private Zone holding(Name name) {
        for (int labels = 0; labels <= name.labels(); labels++) {
            Zone zone = zones.get(new Name(name, Math.min(labels, name.labels() - 1)));
            if (zone != null) {
                return zone;
            }
        }
        throw new IllegalStateException("no root");
    }

    Message answer(Message query) {
        Name name = query.getQuestion().getName();
        int type = query.getQuestion().getType();
        Zone zone = holding(type == Type.DS && !name.equals(Name.root) ? new Name(name, 1) : name);
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.RA);
        response.addRecord(query.getQuestion(), Section.QUESTION);
        Map<Integer, RRset> here = zone.sets.getOrDefault(name, Map.of());
        RRset set = here.getOrDefault(type, here.get(Type.CNAME));
        if (set != null) {
            add(response, set, Section.ANSWER);
            if (set.getType() == Type.CNAME && type != Type.CNAME) {
                follow(response, ((CNAMERecord) set.first()).getTarget(), type);
            }
            return response;
        }
        boolean exists = zone.sets.keySet().stream().anyMatch(one -> one.subdomain(name));
        response.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
        add(response, zone.sets.get(zone.apex).get(Type.SOA), Section.AUTHORITY);
        zone.sets.values().stream()
                .filter(sets -> sets.containsKey(Type.NSEC))
                .forEach(sets -> add(response, sets.get(Type.NSEC), Section.AUTHORITY));
        return response;
    }

    /// One step within the response, as name servers that do the recursion go on.
    private void follow(Message response, Name target, int type) {
        RRset set = holding(target).sets.getOrDefault(target, Map.of()).get(type);
        if (set != null) {
            add(response, set, Section.ANSWER);
        }
    }

    private static void add(Message response, RRset set, int section) {
        set.rrs().forEach(one -> response.addRecord(one, section));
        set.sigs().forEach(one -> response.addRecord(one, section));
    }
}
