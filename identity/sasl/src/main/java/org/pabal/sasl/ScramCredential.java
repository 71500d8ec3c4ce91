// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// What a server stores for SCRAM: the password cannot be had from it. RFC 5802 §3.
public record ScramCredential(
        ScramHash hash, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {}
