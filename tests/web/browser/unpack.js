// Unpacks the Chromium that the package ships, with its libraries and fonts, into $TMPDIR.
// The package takes the variable below for a sign that the machine brings no libraries.
process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
await chromium.executablePath();
