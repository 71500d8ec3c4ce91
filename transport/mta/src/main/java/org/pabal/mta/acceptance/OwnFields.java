// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

/// The header fields that this server puts on top of a mail's content.
///
/// @param returnPath for final delivery only: relayed copies leave it out
/// @param above what an examination puts above our Received field
/// @param below what it puts below
public record OwnFields(byte[] returnPath, byte[] above, byte[] received, byte[] below) {
    private static final byte[] NOTHING = {};

    static final OwnFields NONE = new OwnFields(NOTHING, NOTHING);

    public OwnFields(byte[] returnPath, byte[] received) {
        this(returnPath, NOTHING, received, NOTHING);
    }

    OwnFields with(Examined examined) {
        return new OwnFields(
                returnPath, examined.aboveReceived(), received, examined.belowReceived());
    }

    OwnFields withReturnPath(byte[] other) {
        return new OwnFields(other, above, received, below);
    }

    int size() {
        return returnPath.length + above.length + received.length + below.length;
    }

    byte[] octets() {
        byte[] all = new byte[size()];
        int at = 0;
        for (byte[] part : new byte[][] {returnPath, above, received, below}) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /// True when what travels on of them has octets beyond ASCII.
    boolean isEightBit() {
        return isEightBit(above) || isEightBit(received) || isEightBit(below);
    }

    private static boolean isEightBit(byte[] octets) {
        int all = 0;
        for (byte octet : octets) {
            all |= octet;
        }
        return all < 0;
    }
}
