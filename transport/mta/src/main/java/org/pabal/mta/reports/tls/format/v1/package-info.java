// SPDX-License-Identifier: Apache-2.0

/// What reports about TLS are made of, as it lies in the space `REPORTS`, version 1. See
/// `docs/formats/tls-reports-v1.md`.
@NullMarked
package org.pabal.mta.reports.tls.format.v1;

import org.jspecify.annotations.NullMarked;
