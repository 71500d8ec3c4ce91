// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mta.breaker.format.v1.PlacesOctets;
import org.pabal.mta.breaker.format.v1.PlacesOctets.Place;

/// Where an account sends from: networks of /24 and, for IPv6, /48. The first of all is known at once,
/// so that nobody is frozen who has just moved here.
record Places(List<Place> known) {
    private static final int IPV4_OCTETS = 3;
    private static final int IPV6_OCTETS = 6;
    private static final long DAY = Duration.ofDays(1).toSeconds();

    static int day(long seconds) {
        return (int) (seconds / DAY);
    }

    private static long network(InetAddress address) {
        byte[] octets = address.getAddress();
        ByteBuffer network = ByteBuffer.allocate(Long.BYTES);
        network.put(octets, 0, octets.length == 4 ? IPV4_OCTETS : IPV6_OCTETS);
        return network.getLong(0);
    }

    private static int family(InetAddress address) {
        return address.getAddress().length == 4 ? 4 : 6;
    }

    private static boolean is(Place place, InetAddress address) {
        return place.family() == family(address) && place.network() == network(address);
    }

    private Optional<Place> find(InetAddress address) {
        return known.stream().filter(place -> is(place, address)).findFirst();
    }

    /// With a mail from an address today; what was not used for long goes.
    Places with(InetAddress address, int today, BreakerRules rules) {
        int oldest = today - (int) rules.remembered().toDays();
        List<Place> fresh = known.stream().filter(place -> place.last() >= oldest).toList();
        int first =
                find(address)
                        .filter(fresh::contains)
                        .map(Place::first)
                        .orElse(fresh.isEmpty() ? 0 : today);
        return moved(fresh, new Place(family(address), network(address), first, today), address);
    }

    private static Places moved(List<Place> fresh, Place now, InetAddress address) {
        List<Place> all = new ArrayList<>(List.of(now));
        fresh.stream().filter(place -> !is(place, address)).forEach(all::add);
        return new Places(new PlacesOctets(all).places());
    }

    boolean isNew(InetAddress address, int today, BreakerRules rules) {
        return find(address)
                .map(place -> today - place.first() < Math.max(1, rules.newPlace().toDays()))
                .orElse(true);
    }

    /// Nothing in it is new any more.
    Places trusted() {
        return new Places(
                known.stream()
                        .map(place -> new Place(place.family(), place.network(), 0, place.last()))
                        .toList());
    }

    static String shown(Place place) {
        byte[] network = ByteBuffer.allocate(Long.BYTES).putLong(place.network()).array();
        byte[] address = new byte[place.family() == 4 ? 4 : 16];
        System.arraycopy(network, 0, address, 0, Math.min(address.length, network.length));
        try {
            return InetAddress.getByAddress(address).getHostAddress()
                    + (place.family() == 4 ? "/24" : "/48");
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String shown(InetAddress address) {
        return shown(new Place(family(address), network(address), 0, 0));
    }
}
