// SPDX-License-Identifier: Apache-2.0

/// Asks the DNS: MX, addresses, names of addresses, TXT, TLSA, and what DNSSEC says of the answer.
///
/// An answer is one of: found, no such name or no such data, or temporary failure (THREATS D08).
/// {@link org.pabal.dns.DnsResolver} asks name servers, which do the recursion, and either trusts
/// their AD bit or validates itself ({@link org.pabal.dns.Dnssec});
/// {@link org.pabal.dns.StaticResolver} answers for names from the settings before it;
/// {@link org.pabal.dns.ZoneResolver} answers from zone text alone, for commands and tests. The wire
/// format and the arithmetic of DNSSEC are the work of dnsjava.
@NullMarked
package org.pabal.dns;

import org.jspecify.annotations.NullMarked;
