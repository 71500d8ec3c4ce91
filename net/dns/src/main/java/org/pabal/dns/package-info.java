// SPDX-License-Identifier: Apache-2.0

/// Asks the DNS: MX, addresses, names of addresses, TXT.
///
/// An answer is one of: found, no such name or no such data, or temporary failure (THREATS D08).
/// {@link org.pabal.dns.DnsResolver} asks name servers, which do the recursion;
/// {@link org.pabal.dns.StaticResolver} answers for names from the settings before it. The wire
/// format is the work of dnsjava.
@NullMarked
package org.pabal.dns;

import org.jspecify.annotations.NullMarked;
