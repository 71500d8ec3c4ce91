// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/// Keys on the curve P-256 as Web Push writes them: a point as 65 octets, a private number as 32. RFC
/// 8291 §3.1, RFC 8292 §3.2.
final class P256 {
    static final int POINT_OCTETS = 65;
    private static final int NUMBER_OCTETS = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no P-256", missing);
        }
    }

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(CURVE);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no P-256", missing);
        }
    }

    /// @throws IllegalArgumentException when these octets are no point of the curve
    static ECPublicKey publicKey(byte[] point) {
        if (point.length != POINT_OCTETS || point[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("not an uncompressed point");
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + NUMBER_OCTETS));
        BigInteger y =
                new BigInteger(1, Arrays.copyOfRange(point, 1 + NUMBER_OCTETS, point.length));
        if (!isOnCurve(x, y)) {
            throw new IllegalArgumentException("not a point of P-256");
        }
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC")
                            .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
        } catch (GeneralSecurityException refused) {
            throw new IllegalArgumentException("not a point of P-256", refused);
        }
    }

    /// What lies beside the curve would tell others our private number, piece by piece.
    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        BigInteger right =
                x.multiply(x).add(CURVE.getCurve().getA()).multiply(x).add(CURVE.getCurve().getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    static ECPrivateKey privateKey(byte[] number) throws GeneralSecurityException {
        return (ECPrivateKey)
                KeyFactory.getInstance("EC")
                        .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), CURVE));
    }

    static byte[] octets(ECPublicKey key) {
        byte[] point = new byte[POINT_OCTETS];
        point[0] = UNCOMPRESSED;
        put(key.getW().getAffineX(), point, 1);
        put(key.getW().getAffineY(), point, 1 + NUMBER_OCTETS);
        return point;
    }

    static byte[] octets(ECPrivateKey key) {
        byte[] number = new byte[NUMBER_OCTETS];
        put(key.getS(), number, 0);
        return number;
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] octets = number.toByteArray(); // a zero in front, or fewer than 32
        int length = Math.min(octets.length, NUMBER_OCTETS);
        System.arraycopy(octets, octets.length - length, into, at + NUMBER_OCTETS - length, length);
    }
}
