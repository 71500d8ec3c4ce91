// SPDX-License-Identifier: Apache-2.0

/// What hosts say to each other at the cluster service: frames over mutual TLS.
///
/// A connection begins with a `HELLO` of each side. Then the asking side makes one call after the other:
/// `CALL` with an operation and its arguments, as many `DATA` as it likes and `END`; the other side
/// streams `DATA` back and ends the call with `DONE`, `REFUSED` or `UNAVAILABLE`. A frame is one octet
/// that says what it is, four that say how long the rest is (at most 64 KiB), and the rest. Both
/// streams run at once; how fast is left to TCP.
///
/// Nothing is believed before a certificate has said who speaks; a stranger can make one call, to
/// join. Every wait has an end.
@NullMarked
package org.pabal.cluster.link;

import org.jspecify.annotations.NullMarked;
