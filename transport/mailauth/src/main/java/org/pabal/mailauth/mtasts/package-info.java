// SPDX-License-Identifier: Apache-2.0

/// MTA-STS (RFC 8461): a domain's TXT record that says it has a policy about TLS with its mail
/// exchangers, and the policy itself. Reads both; fetching and keeping policies is the MTA's.
@NullMarked
package org.pabal.mailauth.mtasts;

import org.jspecify.annotations.NullMarked;
