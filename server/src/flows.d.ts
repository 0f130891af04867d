/** The bundler makes strings of them. */
declare module '*.flows' {
  const text: string;
  export default text;
}
