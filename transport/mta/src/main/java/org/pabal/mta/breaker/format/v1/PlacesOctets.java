// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker.format.v1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The networks from which an account has sent, the latest first.
public record PlacesOctets(List<Place> places) {
    public static final int MAX_PLACES = 32;

    private static final byte VERSION = 1;
    private static final int PLACE_OCTETS = 1 + Long.BYTES + 2 * Integer.BYTES;

    /// @param family 4 or 6
    /// @param network the leading octets of its addresses, the others 0
    /// @param first the day since 1970 on which it was new; 0 when it was known from the beginning
    /// @param last the day of the latest mail
    public record Place(int family, long network, int first, int last) {}

    public PlacesOctets {
        places = List.copyOf(places.subList(0, Math.min(MAX_PLACES, places.size())));
    }

    public byte[] encode() {
        ByteBuffer out =
                ByteBuffer.allocate(2 + places.size() * PLACE_OCTETS)
                        .put(VERSION)
                        .put((byte) places.size());
        for (Place place : places) {
            out.put((byte) place.family())
                    .putLong(place.network())
                    .putInt(place.first())
                    .putInt(place.last());
        }
        return out.array();
    }

    /// @throws IllegalArgumentException for octets of another version or form
    public static PlacesOctets decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length < 2 || in.get() != VERSION) {
            throw new IllegalArgumentException("the places of an account have another version");
        }
        int count = in.get() & 0xFF;
        if (in.remaining() != count * PLACE_OCTETS) {
            throw new IllegalArgumentException("the places of an account are cut off");
        }
        List<Place> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            places.add(new Place(in.get(), in.getLong(), in.getInt(), in.getInt()));
        }
        return new PlacesOctets(places);
    }
}
