// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.pabal.bans.Source.Family;

/// Who is not listened to at all, for the doors: asked for each connection, so that it is made anew
/// with each ban and never changed. One table of hashes for each length of prefix that there is.
public final class BanTable {
    public static final BanTable EMPTY = new BanTable(new Hashed[0], new Hashed[0]);

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Hashed[] ipv4;
    private final Hashed[] ipv6;

    private BanTable(Hashed[] ipv4, Hashed[] ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /// @param bans of everything from a source
    public static BanTable of(Collection<Ban> bans) {
        return new BanTable(tables(bans, Family.IPV4), tables(bans, Family.IPV6));
    }

    private static Hashed[] tables(Collection<Ban> bans, Family family) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (Ban ban : bans) {
            if (ban.subject().source().family() == family) {
                counts.merge(ban.subject().source().length(), 1, Integer::sum);
            }
        }
        Map<Integer, Hashed> tables = new TreeMap<>();
        counts.forEach((length, count) -> tables.put(length, new Hashed(length, count)));
        for (Ban ban : bans) {
            Source source = ban.subject().source();
            Hashed table = source.family() == family ? tables.get(source.length()) : null;
            if (table != null) {
                table.put(source.bits(), ban.until().getEpochSecond());
            }
        }
        return tables.values().toArray(Hashed[]::new);
    }

    public boolean holds(InetAddress address, long epochSecond) {
        boolean isIpv4 = address instanceof Inet4Address;
        Hashed[] tables = isIpv4 ? ipv4 : ipv6;
        if (tables.length == 0) {
            return false;
        }
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress()); // leaves no trace once compiled
        return holds(tables, isIpv4 ? (long) octets.getInt() << 32 : octets.getLong(), epochSecond);
    }

    private static boolean holds(Hashed[] tables, long bits, long epochSecond) {
        for (Hashed table : tables) {
            if (epochSecond < table.until(bits & table.mask)) {
                return true;
            }
        }
        return false;
    }

    /// Prefixes of one length and when their bans end; half of the slots stay free. 0 is no end.
    private static final class Hashed {
        private final long mask;
        private final long[] keys;
        private final long[] untils;

        Hashed(int length, int count) {
            int slots = Integer.highestOneBit(Math.max(count, 1)) * 4;
            this.mask = Source.mask(length);
            this.keys = new long[slots];
            this.untils = new long[slots];
        }

        private int slot(long key) {
            return (int) (key * SPREAD >>> 32) & keys.length - 1;
        }

        void put(long key, long until) {
            int at = slot(key);
            while (untils[at] != 0 && keys[at] != key) {
                at = at + 1 & keys.length - 1;
            }
            keys[at] = key;
            untils[at] = Math.max(1, until);
        }

        long until(long key) {
            int at = slot(key);
            while (untils[at] != 0) {
                if (keys[at] == key) {
                    return untils[at];
                }
                at = at + 1 & keys.length - 1;
            }
            return 0;
        }
    }
}
