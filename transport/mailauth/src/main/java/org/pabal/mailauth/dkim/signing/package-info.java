// SPDX-License-Identifier: Apache-2.0

/// Signs: a domain's private keys, the records that show their public halves, and DKIM-Signature
/// fields by RSA and Ed25519. RFC 6376 §5, RFC 8301, RFC 8463.
///
/// Where keys are kept, and when one begins to sign, is for the caller to decide.
@NullMarked
package org.pabal.mailauth.dkim.signing;

import org.jspecify.annotations.NullMarked;
