// SPDX-License-Identifier: Apache-2.0

/// DKIM: canonical forms, hashes of bodies while they stream by, and the verification of signatures.
/// RFC 6376, RFC 8301, RFC 8463; names of results: RFC 8601 §2.7.1.
///
/// The way of a verification: {@link org.pabal.mailauth.dkim.DkimVerifier#begin} when the header
/// section is there (keys are looked up from now on, and the body hashes that are wanted are known);
/// the body is written to {@link org.pabal.mailauth.dkim.BodyHashes} by whoever streams it;
/// {@link org.pabal.mailauth.dkim.DkimVerification#finish} says what came of it. Memory is the
/// header section's, whatever the body's size. No input throws: all ends in a named result.
@NullMarked
package org.pabal.mailauth.dkim;

import org.jspecify.annotations.NullMarked;
