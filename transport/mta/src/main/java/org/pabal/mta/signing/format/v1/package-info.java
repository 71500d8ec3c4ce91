// SPDX-License-Identifier: Apache-2.0

/// Our keys on disk, version 1: in the shared space `SIGNING_KEYS`. See `docs/formats/signing-v1.md`.
@NullMarked
package org.pabal.mta.signing.format.v1;

import org.jspecify.annotations.NullMarked;
