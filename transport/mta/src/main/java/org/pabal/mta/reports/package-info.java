// SPDX-License-Identifier: Apache-2.0

/// Reports between mail servers: what we tell other domains of their mail, and what others tell us of
/// ours. DMARC's are in `dmarc`; TLS reporting has the same means.
///
/// Who reports is a {@link ReportDesk}. {@link ReportKeeper} calls it every minute: what it has
/// collected in memory becomes durable, so that a crash loses a minute's counts at most, and what is
/// due is sent. {@link ReportPost} gives a report to the queue in one commit with whatever marks it
/// as sent: none is lost and none is sent twice, whenever the server stops.
///
/// Reports to us come as mail to an account. {@link ReceivedReports} reads what is new there, a round
/// at a time, and unpacks it within the limits of {@link ReportLimits}; a {@link ReportReader} says
/// what is to be kept of it. The mail stays where it was filed.
@NullMarked
package org.pabal.mta.reports;

import org.jspecify.annotations.NullMarked;
