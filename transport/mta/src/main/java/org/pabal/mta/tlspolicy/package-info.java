// SPDX-License-Identifier: Apache-2.0

/// What other domains' MTA-STS policies demand of us as a sender. RFC 8461.
///
/// {@link StsPolicies} answers for each mail exchanger. A policy is fetched when the domain's TXT
/// record names one that we do not have, and kept in the store until its time is over: what a
/// domain once demanded holds also when its record vanishes or its policy host does not answer, so
/// that nobody on the way can make it forgotten. {@link PolicyRefresh} fetches those in use anew
/// each day, long before they end.
///
/// Only a domain that we have no policy of can be had by somebody who keeps us from its first
/// fetch; against that there is DANE (RFC 8461 §10.2).
@NullMarked
package org.pabal.mta.tlspolicy;

import org.jspecify.annotations.NullMarked;
