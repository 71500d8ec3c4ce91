// SPDX-License-Identifier: Apache-2.0

/// Reports about TLS (RFC 8460): what we tell other domains of our sessions with their mail
/// exchangers, and what others tell us of theirs with ours.
///
/// {@link TlsReporting} hears of each session and counts in memory; each minute the counts become
/// durable, those of domains that ask for no reports aside. In the first hours of the next day of
/// UTC each domain's counts become one report: as mail in one commit that takes the counts away,
/// by HTTPS from a list in the store that is worked on until the server has said 2xx or a day has
/// passed. {@link ReceivedTlsReports} reads what others report.
@NullMarked
package org.pabal.mta.reports.tls;

import org.jspecify.annotations.NullMarked;
